package io.tenbin.translate;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.tenbin.api.v1alpha1.CaReference;
import io.tenbin.config.AuthoritiesConfig;
import io.tenbin.config.BackendConfig;
import io.tenbin.config.CertificateConfig;
import io.tenbin.config.ListenerConfig;
import io.tenbin.config.MaterialName;
import io.tenbin.config.Materials;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.ServerTlsConfig;
import io.tenbin.config.TerminatedTlsConfig;
import io.tenbin.config.TicketKeys;
import io.tenbin.pem.AuthorityBundle;
import io.tenbin.pem.CertificateFacts;
import io.tenbin.pem.KeyedCertificate;
import io.tenbin.schema.Quoted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the references to certificates and authorities in one object lead. What cannot be used disables only itself: its last good
 * version stays, or if there is none, a certificate is left out, and authorities are nobody. Collects the texts on the way.
 */
final class SecretReferences {
    static final Duration SOON = Duration.ofDays(14);

    private static final String KEY = "ca.crt";

    private final String namespace;
    private final Secrets secrets;
    private final Findings references;
    private final Map<String, CertificateConfig> certificatesInForce = new HashMap<>();
    private final Map<String, AuthoritiesConfig> authoritiesInForce = new HashMap<>();
    private final Set<SourceKey> asked = new HashSet<>();
    private final List<String> texts = new ArrayList<>();
    private final Findings warnings = new Findings();
    private Materials kept = Materials.NONE;
    private @Nullable Instant lookAgain;

    /**
     * Those of an object of this namespace.
     *
     * @param references where it is said which lead nowhere
     */
    SecretReferences(String namespace, Secrets secrets, Findings references) {
        this.namespace = namespace;
        this.secrets = secrets;
        this.references = references;
    }

    /** What the listeners of the configuration in force name is what is kept. */
    SecretReferences inForce(@Nullable ProxyConfig config) {
        List<ListenerConfig> listeners = config == null ? List.of() : config.listeners();
        for (ListenerConfig listener : listeners) {
            if (listener.tls() instanceof TerminatedTlsConfig tls) {
                tls.certificates().forEach(this::keepable);
                if (tls.clientAuth() != null) {
                    keepable(tls.clientAuth().authorities());
                }
            }
        }
        return this;
    }

    /** What is in force towards servers is what is kept. */
    SecretReferences inForce(@Nullable ServerTlsConfig tls) {
        if (tls != null && tls.clientCertificate() != null) {
            keepable(tls.clientCertificate());
        }
        if (tls != null && tls.verify() != null && tls.verify().authorities() != null) {
            keepable(tls.verify().authorities());
        }
        return this;
    }

    /**
     * The certificate of a Secret.
     *
     * @param path of the field that holds the name
     * @return null if it cannot be used and never could
     */
    @Nullable
    CertificateConfig certificate(String path, String name) {
        return certificate(path, new ObjectKey(namespace, name), references);
    }

    /** Those of a reference. */
    AuthoritiesConfig authorities(String path, CaReference reference) {
        String kind = reference.kind() == null ? "Secret" : reference.kind();
        String key = reference.key() == null ? KEY : reference.key();
        return authorities(path, new CaSource(kind, new ObjectKey(namespace, reference.name()), key), references);
    }

    /** What session tickets are sealed with; null if none are to be issued. */
    @Nullable
    MaterialName ticketKeys() {
        TicketKeys keys = secrets.ticketKeys();
        return keys == null ? null : collect(keys.text());
    }

    /**
     * A listener's TLS of the configuration in force, with what its Secrets hold now: a spec that is not valid must not keep a
     * certificate from being renewed.
     */
    TerminatedTlsConfig renewed(TerminatedTlsConfig tls) {
        Findings unheard = new Findings();
        List<CertificateConfig> certificates = tls.certificates().stream()
                .map(certificate -> certificate("", ObjectKey.parse(certificate.secret()), unheard))
                .filter(Objects::nonNull)
                .toList();
        return new TerminatedTlsConfig(
                certificates,
                tls.strictSni(),
                tls.minVersion(),
                tls.cipherSuites(),
                tls.sessionTicketKeys() == null ? null : ticketKeys(),
                tls.clientAuth() == null
                        ? null
                        : tls.clientAuth()
                                .withAuthorities(renewed(tls.clientAuth().authorities())));
    }

    /** The same for all listeners. */
    List<ListenerConfig> renewed(List<ListenerConfig> listeners) {
        return listeners.stream()
                .map(listener ->
                        listener.tls() instanceof TerminatedTlsConfig tls ? listener.withTls(renewed(tls)) : listener)
                .toList();
    }

    /** The same for TLS to servers. */
    BackendConfig renewed(BackendConfig backend) {
        ServerTlsConfig tls = backend.connection().tls();
        return tls == null ? backend : backend.with(backend.connection().withTls(renewed(tls)));
    }

    private ServerTlsConfig renewed(ServerTlsConfig tls) {
        CertificateConfig shown = tls.clientCertificate();
        ServerTlsConfig.Verify verify = tls.verify();
        return new ServerTlsConfig(
                verify == null || verify.authorities() == null
                        ? verify
                        : new ServerTlsConfig.Verify(renewed(verify.authorities()), verify.host()),
                tls.sni(),
                shown == null ? null : certificate("", ObjectKey.parse(shown.secret()), new Findings()),
                tls.minVersion());
    }

    /** All that was found on the way. */
    SecretsTranslation result() {
        return new SecretsTranslation(Materials.of(texts).and(kept), warnings.problems(), asked, lookAgain);
    }

    /** A place where authorities may be. */
    private record CaSource(String kind, ObjectKey object, String key) {
        static CaSource parse(String source) {
            String[] words = source.split(" ", 3);
            return new CaSource(words[0], ObjectKey.parse(words[1]), words[2]);
        }

        @Override
        public String toString() {
            return kind + " " + object + " " + key;
        }
    }

    private void keepable(CertificateConfig certificate) {
        certificatesInForce.put(certificate.secret(), certificate);
    }

    private void keepable(AuthoritiesConfig authorities) {
        authoritiesInForce.put(authorities.source(), authorities);
    }

    private @Nullable CertificateConfig certificate(String path, ObjectKey key, Findings references) {
        CertificateConfig last = certificatesInForce.get(key.toString());
        boolean canStay = last != null && keep(last.material());
        String consequence = canStay ? "; its last good certificate stays in service" : "; it is left out";
        asked.add(new SourceKey("Secret", key));
        Secret secret = secrets.secrets().get(key);
        if (secret == null) {
            references.add(
                    path,
                    Reason.SECRET_NOT_FOUND,
                    Resources.missing("Secret", key.namespace(), key.name(), secrets.secrets()) + consequence);
            return canStay ? last : null;
        }
        try {
            KeyedCertificate certificate = PemSource.certificate(secret);
            CertificateFacts facts = certificate.facts();
            if (facts.notBefore().isAfter(secrets.now())) {
                lookAgainAt(facts.notBefore());
                throw new PemSource.Unusable("the certificate is not valid before " + facts.notBefore());
            }
            CertificateConfig config = new CertificateConfig(key.toString(), collect(certificate.text()));
            age(path, key, facts);
            return config;
        } catch (PemSource.Unusable e) {
            references.add(
                    path,
                    Reason.INVALID_CERTIFICATE,
                    "Secret " + Quoted.of(key.name()) + ": " + e.getMessage() + consequence);
            return canStay ? last : null;
        }
    }

    private void age(String path, ObjectKey key, CertificateFacts facts) {
        Instant soon = facts.notAfter().minus(SOON);
        String whose = "the certificate of Secret " + Quoted.of(key.name());
        if (!secrets.now().isBefore(facts.notAfter())) {
            warnings.add(
                    path,
                    Reason.CERTIFICATE_EXPIRED,
                    whose + " has expired at " + facts.notAfter() + " and is served all the same; renew it");
        } else if (!secrets.now().isBefore(soon)) {
            warnings.add(path, Reason.CERTIFICATE_EXPIRES, whose + " expires at " + facts.notAfter() + "; renew it");
            lookAgainAt(facts.notAfter());
        } else {
            lookAgainAt(soon);
        }
    }

    private AuthoritiesConfig renewed(AuthoritiesConfig authorities) {
        return authorities("", CaSource.parse(authorities.source()), new Findings());
    }

    private AuthoritiesConfig authorities(String path, CaSource source, Findings references) {
        ObjectKey key = source.object();
        asked.add(new SourceKey(source.kind(), key));
        boolean isSecret = source.kind().equals("Secret");
        Secret secret = isSecret ? secrets.secrets().get(key) : null;
        ConfigMap configMap = isSecret ? null : secrets.configMaps().get(key);
        if (secret == null && configMap == null) {
            return unusable(
                    path,
                    source,
                    isSecret ? Reason.SECRET_NOT_FOUND : Reason.CONFIG_MAP_NOT_FOUND,
                    Resources.missing(
                            source.kind(),
                            key.namespace(),
                            key.name(),
                            isSecret ? secrets.secrets() : secrets.configMaps()),
                    references);
        }
        try {
            AuthorityBundle bundle = secret != null
                    ? PemSource.authorities(secret, source.key())
                    : PemSource.authorities(Objects.requireNonNull(configMap), source.key());
            return new AuthoritiesConfig(source.toString(), collect(bundle.text()));
        } catch (PemSource.Unusable e) {
            return unusable(
                    path,
                    source,
                    Reason.INVALID_CERTIFICATE,
                    source.kind() + " " + Quoted.of(key.name()) + ": " + e.getMessage(),
                    references);
        }
    }

    /** Nobody is trusted then, rather than everybody. */
    private AuthoritiesConfig unusable(
            String path, CaSource source, Reason reason, String message, Findings references) {
        AuthoritiesConfig last = authoritiesInForce.get(source.toString());
        boolean canStay = last != null
                && keep(last.material())
                && !last.material().equals(MaterialName.of(AuthoritiesConfig.NOBODY));
        references.add(
                path,
                reason,
                message + (canStay ? "; what it last held stays in force" : "; nobody's certificate is accepted"));
        return last != null && canStay
                ? last
                : new AuthoritiesConfig(source.toString(), collect(AuthoritiesConfig.NOBODY));
    }

    private boolean keep(MaterialName name) {
        boolean there = secrets.inForce().hasAll(List.of(name));
        if (there) {
            kept = kept.and(secrets.inForce().only(List.of(name)));
        }
        return there;
    }

    private MaterialName collect(String text) {
        texts.add(text);
        return MaterialName.of(text);
    }

    private void lookAgainAt(Instant moment) {
        lookAgain = SecretsTranslation.earlier(lookAgain, moment);
    }
}
