package io.tenbin.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenbin.pem.MadeCertificates.Made;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyedCertificateTest {
    private static final MadeCertificates MADE = new MadeCertificates();

    @AfterAll
    static void remove() {
        MADE.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"prime256v1", "secp384r1", "secp521r1"})
    void keys_of_ec_are_taken_as_pkcs8_and_as_sec1_with_parameters_before_them_or_without(String curve)
            throws Exception {
        String pkcs8 = MADE.openssl("", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:" + curve);
        String sec1 = MADE.openssl(pkcs8, "ec", "-in", "FILE");
        String parameters = MADE.openssl("", "ecparam", "-name", curve);
        String certificate = MADE.certificateOf(pkcs8, "a.example");

        String text = KeyedCertificate.parse(certificate, pkcs8).text();

        assertThat(parameters).startsWith("-----BEGIN EC PARAMETERS");
        assertThat(KeyedCertificate.parse(certificate, sec1).facts())
                .isEqualTo(KeyedCertificate.parse(text).facts());
        assertThat(signs(KeyedCertificate.parse(certificate, sec1).text())).isTrue();
        assertThat(signs(KeyedCertificate.parse(certificate, parameters + sec1).text()))
                .isTrue();
        assertThat(signs(text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"2048", "3072"})
    void keys_of_rsa_are_taken_as_pkcs8_and_as_pkcs1(String bits) throws Exception {
        String pkcs8 = MADE.openssl("", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:" + bits);
        String pkcs1 = MADE.openssl(pkcs8, "rsa", "-in", "FILE", "-traditional");
        String certificate = MADE.certificateOf(pkcs8, "a.example");

        assertThat(pkcs1).startsWith("-----BEGIN RSA PRIVATE KEY");
        assertThat(KeyedCertificate.parse(certificate, pkcs1).text())
                .isEqualTo(KeyedCertificate.parse(certificate, pkcs8).text())
                .isEqualTo(certificate + pkcs8);
    }

    @Test
    void a_file_as_haproxy_has_it_is_taken_whatever_stands_between_the_blocks() throws Exception {
        Made made = MADE.selfSigned("a.example");
        String described = MADE.openssl(made.certificate(), "x509", "-in", "FILE", "-text");

        assertThat(described).contains("Issuer:");
        assertThat(KeyedCertificate.parse("key first\r\n" + made.key().replace("\n", "\r\n") + described)
                        .text())
                .isEqualTo(made.certificate() + made.key());
    }

    @Test
    void a_chain_is_put_in_order_and_each_certificate_is_there_once() throws Exception {
        Made root = MADE.authority("root");
        Made middle = MADE.authoritySignedBy(root, "middle");
        Made leaf = MADE.signedBy(middle, "a.example");
        Made other = MADE.authority("other");

        String text = KeyedCertificate.parse(
                        root.certificate()
                                + other.certificate()
                                + middle.certificate()
                                + leaf.certificate()
                                + middle.certificate(),
                        leaf.key())
                .text();

        assertThat(text)
                .isEqualTo(leaf.certificate()
                        + middle.certificate()
                        + root.certificate()
                        + other.certificate()
                        + leaf.key());
    }

    @Test
    void of_two_authorities_of_one_name_the_one_that_has_signed_comes_next() throws Exception {
        Made before = MADE.authority("root");
        Made root = MADE.authority("root");
        Made leaf = MADE.signedBy(root, "a.example");

        String text = KeyedCertificate.parse(leaf.certificate() + before.certificate() + root.certificate(), leaf.key())
                .text();

        assertThat(text).startsWith(leaf.certificate() + root.certificate() + before.certificate());
    }

    @Test
    void facts_are_those_that_openssl_tells() throws Exception {
        Instant notBefore = Instant.now().minus(2, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        Instant notAfter = notBefore.plus(1, ChronoUnit.DAYS);
        Made made = MADE.between("a.example", notBefore, notAfter);
        String fingerprint =
                MADE.openssl(made.certificate(), "x509", "-in", "FILE", "-noout", "-fingerprint", "-sha256");

        CertificateFacts facts = CertificateFacts.of(
                KeyedCertificate.parse(made.certificate(), made.key()).text());

        assertThat(facts.notBefore()).isEqualTo(notBefore);
        assertThat(facts.notAfter()).isEqualTo(notAfter);
        assertThat(fingerprint
                        .replace(":", "")
                        .toLowerCase(java.util.Locale.ROOT)
                        .strip())
                .endsWith("=" + facts.fingerprint());
    }

    @Test
    void an_encrypted_key_is_refused_in_its_new_and_in_its_old_form() {
        Made made = MADE.selfSigned("a.example");
        String pkcs8 = MADE.openssl(made.key(), "pkcs8", "-topk8", "-in", "FILE", "-passout", "pass:secret");
        String sec1 = MADE.openssl(made.key(), "ec", "-in", "FILE", "-aes256", "-passout", "pass:secret");

        for (String key : List.of(pkcs8, sec1)) {
            assertThatThrownBy(() -> KeyedCertificate.parse(made.certificate(), key))
                    .isInstanceOf(InvalidPemException.class)
                    .hasMessageContaining("is encrypted")
                    .hasMessageContaining("openssl pkey");
        }
    }

    @Test
    void what_does_not_belong_together_is_refused() {
        Made one = MADE.selfSigned("a.example");
        Made other = MADE.selfSigned("b.example");
        String rsa = MADE.openssl("", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048");

        assertRefused(
                one.certificate() + other.key(), "the private key belongs to another certificate than the one given");
        assertRefused(one.certificate() + rsa, "the private key belongs to another certificate than the one given");
    }

    @Test
    void what_is_missing_cut_off_or_of_another_kind_is_named() {
        Made made = MADE.selfSigned("a.example");
        String ed25519 = MADE.openssl("", "genpkey", "-algorithm", "ED25519");
        String cut = made.certificate().substring(0, made.certificate().length() / 2);

        assertRefused(made.key(), "holds no certificate");
        assertRefused("", "holds no certificate");
        assertRefused(made.certificate(), "holds no private key");
        assertRefused(made.certificate() + made.key() + made.key(), "holds 2 private keys, allowed is one");
        assertRefused(
                made.certificate() + ed25519, "the private key: is neither of RSA nor of EC; others are not allowed");
        assertRefused(cut, "the CERTIFICATE of line 1 has no end: it was cut off");
        assertRefused(cut + "\n" + made.key(), "a block begins before the CERTIFICATE of line 1 has ended");
        assertRefused(
                made.certificate().replace("END CERTIFICATE", "END KEY"),
                "the CERTIFICATE of line 1 ends as something else");
        assertRefused(
                "-----BEGIN CERTIFICATE-----\n???\n-----END CERTIFICATE-----\n",
                "the CERTIFICATE of line 1 is not base64");
        assertRefused(
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" + made.key(),
                "certificate 1 cannot be read");
        assertRefused(
                made.certificate() + "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "the private key: not built as a key is");
        assertRefused(
                made.certificate() + "-----BEGIN EC PRIVATE KEY-----\nMAMCAQE=\n-----END EC PRIVATE KEY-----\n",
                "the private key: not built as a key is");
    }

    @Test
    void nothing_of_a_key_is_in_what_is_printed() throws Exception {
        Made made = MADE.selfSigned("a.example");

        assertThat(KeyedCertificate.parse(made.certificate(), made.key()).toString())
                .doesNotContain(made.key().lines().toList().get(1).substring(0, 8));
    }

    private static void assertRefused(String text, String reason) {
        assertThatThrownBy(() -> KeyedCertificate.parse(text))
                .isInstanceOf(InvalidPemException.class)
                .hasMessageContaining(reason);
    }

    /** What OpenSSL says of the key, with the certificate beside it. */
    private static boolean signs(String text) {
        String ofKey = MADE.openssl(text, "pkey", "-in", "FILE", "-pubout");
        String ofCertificate = MADE.openssl(text, "x509", "-in", "FILE", "-noout", "-pubkey");
        return ofKey.equals(ofCertificate);
    }
}
