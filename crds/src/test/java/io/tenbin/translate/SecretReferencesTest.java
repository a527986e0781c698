package io.tenbin.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.tenbin.api.v1alpha1.CaReference;
import io.tenbin.config.AuthoritiesConfig;
import io.tenbin.config.CertificateConfig;
import io.tenbin.config.MaterialName;
import io.tenbin.config.Materials;
import io.tenbin.config.ServerTlsConfig;
import io.tenbin.config.TlsVersion;
import io.tenbin.pem.MadeCertificates;
import io.tenbin.pem.MadeCertificates.Made;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SecretReferencesTest {
    private static final MadeCertificates MADE = new MadeCertificates();
    private static final String PATH = "spec.listeners[0].tls.certificates[0].secretRef.name";

    /** Later than any certificate of this test is made. */
    private final Instant now = Instant.now().plus(Duration.ofMinutes(1)).truncatedTo(ChronoUnit.SECONDS);

    private final Findings findings = new Findings();

    @AfterAll
    static void remove() {
        MADE.close();
    }

    @Test
    void a_tls_secret_becomes_a_chain_with_its_key() {
        Made made = MADE.selfSigned("a.example");

        SecretReferences references = references(tls("web", made));
        CertificateConfig config = references.certificate(PATH, "web");

        assertThat(config)
                .isEqualTo(new CertificateConfig("shop/web", MaterialName.of(made.certificate() + made.key())));
        assertThat(references.result().materials()).isEqualTo(Materials.of(List.of(made.certificate() + made.key())));
        assertThat(findings.problems()).isEmpty();
    }

    @Test
    void one_pem_file_as_haproxy_has_it_will_do() {
        Made made = MADE.selfSigned("a.example");
        Secret combined = secret("web", Map.of("haproxy.pem", made.certificate() + made.key(), "notes", "x"));

        assertThat(references(combined).certificate(PATH, "web"))
                .isEqualTo(new CertificateConfig("shop/web", MaterialName.of(made.certificate() + made.key())));
    }

    @Test
    void a_secret_that_is_missing_or_broken_leaves_its_last_good_certificate_in_force() {
        Made made = MADE.selfSigned("a.example");
        Made other = MADE.selfSigned("b.example");
        String text = made.certificate() + made.key();
        CertificateConfig last = new CertificateConfig("shop/web", MaterialName.of(text));

        for (List<Secret> secrets : List.of(
                List.<Secret>of(),
                List.of(tls("web", new Made(made.certificate(), other.key()))),
                List.of(secret("web", Map.of("tls.crt", "", "tls.key", ""))))) {
            SecretReferences references = new SecretReferences(
                            "shop",
                            Secrets.at(now).with(secrets, List.of()).withInForce(Materials.of(List.of(text))),
                            findings)
                    .inForce(shown(last));

            assertThat(references.certificate(PATH, "web")).isEqualTo(last);
            assertThat(references.result().materials()).isEqualTo(Materials.of(List.of(text)));
        }

        assertThat(findings.problems())
                .extracting(Problem::reason)
                .containsExactly(Reason.SECRET_NOT_FOUND, Reason.INVALID_CERTIFICATE, Reason.INVALID_CERTIFICATE);
        assertThat(findings.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        PATH + ": no Secret \"web\" in namespace shop; its last good certificate stays in service",
                        PATH + ": Secret \"web\": tls.crt and tls.key: the private key belongs to another certificate"
                                + " than the one given; its last good certificate stays in service",
                        PATH + ": Secret \"web\": has no tls.crt (with tls.key), nor one key that ends with .pem and"
                                + " holds both; it has tls.crt, tls.key; its last good certificate stays in service");
    }

    @Test
    void without_a_last_good_one_or_its_text_a_certificate_is_left_out() {
        CertificateConfig last = new CertificateConfig("shop/web", MaterialName.of("lost"));

        assertThat(references().certificate(PATH, "web")).isNull();
        assertThat(references().inForce(shown(last)).certificate(PATH, "web")).isNull();
        assertThat(findings.problems())
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem.message()).endsWith("; it is left out"));
    }

    @Test
    void the_message_has_the_name_that_was_probably_meant() {
        references(tls("web-tls", MADE.selfSigned("a.example"))).certificate(PATH, "web-tsl");

        assertThat(findings.problems().getFirst().message()).contains("did you mean \"web-tls\"?");
    }

    @Test
    void an_expired_certificate_is_served_with_a_warning_and_one_that_expires_soon_too() {
        Made expired = MADE.between("a.example", now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)));
        Made soon = MADE.between("a.example", now.minus(Duration.ofDays(9)), now.plus(Duration.ofDays(13)));
        Made late = MADE.between("a.example", now.minus(Duration.ofDays(9)), now.plus(Duration.ofDays(20)));
        SecretReferences references = references(tls("expired", expired), tls("soon", soon), tls("late", late));

        assertThat(references.certificate("a", "expired")).isNotNull();
        assertThat(references.certificate("b", "soon")).isNotNull();
        assertThat(references.certificate("c", "late")).isNotNull();

        assertThat(findings.problems()).isEmpty();
        assertThat(references.result().warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "a: the certificate of Secret \"expired\" has expired at " + now.minus(Duration.ofDays(1))
                                + " and is served all the same; renew it",
                        "b: the certificate of Secret \"soon\" expires at " + now.plus(Duration.ofDays(13))
                                + "; renew it");
        assertThat(references.result().warnings())
                .extracting(Problem::reason)
                .containsExactly(Reason.CERTIFICATE_EXPIRED, Reason.CERTIFICATE_EXPIRES);
        assertThat(references.result().lookAgain()).isEqualTo(now.plus(Duration.ofDays(6)));
    }

    @Test
    void a_certificate_that_is_not_valid_yet_waits_for_its_time() {
        Instant from = now.plus(Duration.ofDays(1));
        Made made = MADE.between("a.example", from, from.plus(Duration.ofDays(99)));
        SecretReferences references = references(tls("web", made));

        assertThat(references.certificate(PATH, "web")).isNull();
        assertThat(findings.problems().getFirst().message()).contains("not valid before " + from);
        assertThat(references.result().lookAgain()).isEqualTo(from);

        SecretReferences then = new SecretReferences(
                "shop", Secrets.at(from).with(List.of(tls("web", made)), List.of()), new Findings());
        assertThat(then.certificate(PATH, "web")).isNotNull();
    }

    @Test
    void authorities_come_from_a_secret_or_a_config_map() {
        Made ca = MADE.authority("ca");
        SecretReferences references = new SecretReferences(
                "shop",
                Secrets.at(now)
                        .with(
                                List.of(secret("ca", Map.of("ca.crt", ca.certificate()))),
                                List.of(configMap("bundle", Map.of("all.pem", ca.certificate())))),
                findings);

        AuthoritiesConfig ofSecret = references.authorities("a", new CaReference(null, "ca", null));
        AuthoritiesConfig ofConfigMap = references.authorities("b", new CaReference("ConfigMap", "bundle", "all.pem"));

        assertThat(ofSecret)
                .isEqualTo(new AuthoritiesConfig("Secret shop/ca ca.crt", MaterialName.of(ca.certificate())));
        assertThat(ofConfigMap)
                .isEqualTo(new AuthoritiesConfig("ConfigMap shop/bundle all.pem", MaterialName.of(ca.certificate())));
        assertThat(findings.problems()).isEmpty();
    }

    @Test
    void authorities_that_cannot_be_used_are_the_last_good_ones_or_nobody() {
        Made ca = MADE.authority("ca");
        AuthoritiesConfig last =
                new AuthoritiesConfig("ConfigMap shop/bundle ca.crt", MaterialName.of(ca.certificate()));
        SecretReferences references = new SecretReferences(
                        "shop",
                        Secrets.at(now)
                                .with(List.of(), List.of(configMap("bundle", Map.of("ca.crt", "nothing"))))
                                .withInForce(Materials.of(List.of(ca.certificate()))),
                        findings)
                .inForce(new ServerTlsConfig(new ServerTlsConfig.Verify(last, "a"), null, null, TlsVersion.TLS_1_2));

        assertThat(references.authorities("a", new CaReference("ConfigMap", "bundle", null)))
                .isEqualTo(last);
        assertThat(references.authorities("b", new CaReference("ConfigMap", "bundle", "other")))
                .isEqualTo(new AuthoritiesConfig("ConfigMap shop/bundle other", MaterialName.of("")));
        assertThat(references
                        .authorities("c", new CaReference(null, "bundle", null))
                        .material())
                .isEqualTo(MaterialName.of(""));

        assertThat(references.result().materials()).isEqualTo(Materials.of(List.of(ca.certificate(), "")));
        assertThat(findings.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "a: ConfigMap \"bundle\": ca.crt: holds no certificate; what it last held stays in force",
                        "b: ConfigMap \"bundle\": has no key \"other\"; it has ca.crt; nobody's certificate is accepted",
                        "c: no Secret \"bundle\" in namespace shop; nobody's certificate is accepted");
        assertThat(findings.problems())
                .extracting(Problem::reason)
                .containsExactly(Reason.INVALID_CERTIFICATE, Reason.INVALID_CERTIFICATE, Reason.SECRET_NOT_FOUND);
    }

    @Test
    void nothing_of_a_secret_is_in_what_is_printed() {
        Made made = MADE.selfSigned("a.example");
        Secrets secrets = Secrets.at(now).with(List.of(tls("web", made)), List.of());

        assertThat(secrets).hasToString("Secrets[[shop/web], []]");
        assertThat(Resources.of(List.of(), List.of()).withSecrets(secrets).toString())
                .contains("shop/web")
                .doesNotContain(
                        "PRIVATE",
                        Base64.getEncoder().encodeToString("-----BEGIN".getBytes(StandardCharsets.US_ASCII)));
    }

    private SecretReferences references(Secret... secrets) {
        return new SecretReferences("shop", Secrets.at(now).with(List.of(secrets), List.of()), findings);
    }

    private static ServerTlsConfig shown(@Nullable CertificateConfig certificate) {
        return new ServerTlsConfig(null, null, certificate, TlsVersion.TLS_1_2);
    }

    private static Secret tls(String name, Made made) {
        byte[] key = Objects.requireNonNull(made.key()).getBytes(StandardCharsets.US_ASCII);
        return new SecretBuilder(secret(name, Map.of("tls.crt", made.certificate())))
                .withType("kubernetes.io/tls")
                .addToData("tls.key", Base64.getEncoder().encodeToString(key))
                .build();
    }

    private static Secret secret(String name, Map<String, String> texts) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .endMetadata()
                .withStringData(texts)
                .build();
    }

    private static ConfigMap configMap(String name, Map<String, String> texts) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .endMetadata()
                .withData(texts)
                .build();
    }
}
