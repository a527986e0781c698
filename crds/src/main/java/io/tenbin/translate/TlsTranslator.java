package io.tenbin.translate;

import io.tenbin.api.v1alpha1.CertificateSpec;
import io.tenbin.api.v1alpha1.ClientAuthSpec;
import io.tenbin.api.v1alpha1.ListenerSpec;
import io.tenbin.api.v1alpha1.ListenerTlsSpec;
import io.tenbin.api.v1alpha1.TlsSpec;
import io.tenbin.config.CertificateConfig;
import io.tenbin.config.ClientAuthConfig;
import io.tenbin.config.ListenerTlsConfig;
import io.tenbin.config.PassedThroughTlsConfig;
import io.tenbin.config.TerminatedTlsConfig;
import io.tenbin.config.TlsVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** TLS of listeners: what the LoadBalancer says for all, and a listener for itself, field by field. */
final class TlsTranslator {
    private static final TlsSpec NOTHING = new TlsSpec(null, null, null, null);

    private final TlsSpec common;
    private final SecretReferences secrets;
    private final Findings findings;

    TlsTranslator(@Nullable TlsSpec common, SecretReferences secrets, Findings findings) {
        this.common = common == null ? NOTHING : common;
        this.secrets = secrets;
        this.findings = findings;
        if (common != null) {
            // A mistake in what no listener uses is a mistake all the same.
            suites("spec.tls", common);
        }
    }

    /** Null for a listener without TLS. */
    @Nullable
    ListenerTlsConfig translate(String path, ListenerSpec listener) {
        ListenerTlsSpec tls = listener.tls();
        boolean speaks = listener.speaksTls();
        if (speaks != (tls != null)) {
            findings.invalid(path + ".tls", ListenerSpec.TLS_WITH_PROTOCOL);
        }
        if (tls == null || !speaks) {
            return null;
        }
        if (tls.passesThrough()) {
            return passedThrough(path, listener, tls);
        }
        return terminated(path + ".tls", tls);
    }

    private ListenerTlsConfig passedThrough(String path, ListenerSpec listener, ListenerTlsSpec tls) {
        if (listener.protocol().equals("HTTPS")) {
            findings.invalid(path + ".tls.mode", ListenerSpec.PASSTHROUGH_OF_TLS);
        }
        if (!tls.equals(new ListenerTlsSpec(tls.mode(), null, null, null, null, null, null, null))) {
            findings.invalid(path + ".tls", ListenerTlsSpec.NOTHING_TO_PASS_THROUGH);
        }
        return new PassedThroughTlsConfig();
    }

    private TerminatedTlsConfig terminated(String path, ListenerTlsSpec tls) {
        if (tls.certificates() == null) {
            findings.invalid(path, ListenerTlsSpec.NEEDS_CERTIFICATES);
        }
        TlsSpec merged = merged(tls.common());
        TlsVersion minVersion = minVersion(merged);
        List<String> suites = suites(path, merged);
        return new TerminatedTlsConfig(
                certificates(path + ".certificates", Objects.requireNonNullElse(tls.certificates(), List.of())),
                Boolean.TRUE.equals(tls.strictSni()),
                minVersion,
                suites,
                Boolean.FALSE.equals(merged.sessionTickets()) ? null : secrets.ticketKeys(),
                tls.clientAuth() == null ? null : clientAuth(path + ".clientAuth", tls.clientAuth()));
    }

    private TlsSpec merged(TlsSpec own) {
        // Another profile comes with its own version and suites.
        boolean another = own.profile() != null && !own.profile().equals(common.profile());
        return new TlsSpec(
                own.profile() == null ? common.profile() : own.profile(),
                own.minVersion() != null || another ? own.minVersion() : common.minVersion(),
                own.cipherSuites() != null || another ? own.cipherSuites() : common.cipherSuites(),
                own.sessionTickets() == null ? common.sessionTickets() : own.sessionTickets());
    }

    private static TlsVersion minVersion(TlsSpec tls) {
        if (tls.minVersion() != null) {
            return Arrays.stream(TlsVersion.values())
                    .filter(version -> version.protocol().equals(tls.minVersion()))
                    .findFirst()
                    .orElse(TlsVersion.TLS_1_2);
        }
        return switch (Objects.requireNonNullElse(tls.profile(), Defaults.TLS_PROFILE)) {
            case "Modern" -> TlsVersion.TLS_1_3;
            case "Old" -> TlsVersion.TLS_1_0;
            default -> TlsVersion.TLS_1_2;
        };
    }

    private List<String> suites(String path, TlsSpec tls) {
        TlsVersion minVersion = minVersion(tls);
        if (tls.cipherSuites() != null) {
            if (minVersion == TlsVersion.TLS_1_3) {
                findings.invalid(
                        path + ".cipherSuites",
                        "are of TLS 1.2 and before, which is not spoken with "
                                + (tls.minVersion() == null ? "profile Modern" : "minVersion TLSv1.3"));
            }
            List<String> suites = CipherSuites.iana(path + ".cipherSuites", tls.cipherSuites(), findings);
            return suites.isEmpty() ? CipherSuites.intermediate() : suites;
        }
        if ("Custom".equals(tls.profile()) && minVersion != TlsVersion.TLS_1_3) {
            findings.invalid(path + ".cipherSuites", "are required with profile Custom below TLSv1.3");
        }
        return switch (Objects.requireNonNullElse(tls.profile(), Defaults.TLS_PROFILE)) {
            case "Old" -> CipherSuites.old();
            default -> minVersion == TlsVersion.TLS_1_3 ? List.of() : CipherSuites.intermediate();
        };
    }

    private List<CertificateConfig> certificates(String path, List<CertificateSpec> specs) {
        List<CertificateConfig> certificates = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            CertificateConfig certificate = secrets.certificate(
                    path + "[" + i + "].secretRef.name",
                    specs.get(i).secretRef().name());
            if (certificate != null) {
                certificates.add(certificate);
            }
        }
        return certificates;
    }

    private @Nullable ClientAuthConfig clientAuth(String path, ClientAuthSpec spec) {
        boolean asked = spec.mode() != null && !spec.mode().equals("None");
        if (asked != (spec.caRef() != null)) {
            findings.invalid(path + ".caRef", ClientAuthSpec.CA_WITH_MODE);
        }
        return spec.caRef() == null || !asked
                ? null
                : new ClientAuthConfig(
                        "Required".equals(spec.mode()), secrets.authorities(path + ".caRef.name", spec.caRef()));
    }
}
