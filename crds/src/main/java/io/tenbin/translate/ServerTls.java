package io.tenbin.translate;

import io.tenbin.api.v1alpha1.BackendSpec;
import io.tenbin.api.v1alpha1.ServerSpec;
import io.tenbin.api.v1alpha1.ServerTlsSpec;
import io.tenbin.config.ServerTlsConfig;
import io.tenbin.config.ServerTlsConfig.Verify;
import io.tenbin.config.TlsVersion;
import io.tenbin.schema.Quoted;
import org.jspecify.annotations.Nullable;

/** TLS of one Backend to its servers. */
public final class ServerTls {
    private static final String PATH = "spec.tls";

    private final Findings findings;
    private final SecretReferences secrets;

    ServerTls(Findings findings, SecretReferences secrets) {
        this.findings = findings;
        this.secrets = secrets;
    }

    /** Whether connections and checks are in TLS. */
    static boolean enabled(BackendSpec spec) {
        return spec.tls() != null && Boolean.TRUE.equals(spec.tls().enabled());
    }

    /** Whether it is, and servers are taken for whom they say they are. */
    public static boolean insecure(BackendSpec spec) {
        return enabled(spec) && spec.tls() != null && "None".equals(spec.tls().verify());
    }

    /** Null for none. */
    @Nullable
    ServerTlsConfig translate(BackendSpec spec) {
        ServerTlsSpec tls = spec.tls();
        if (tls == null || !enabled(spec)) {
            return null;
        }
        boolean verifies = !"None".equals(tls.verify());
        return new ServerTlsConfig(
                verifies ? verify(spec, tls) : null,
                tls.sni(),
                tls.clientCertificateRef() == null
                        ? null
                        : secrets.certificate(
                                PATH + ".clientCertificateRef.name",
                                tls.clientCertificateRef().name()),
                "TLSv1.3".equals(tls.minVersion()) ? TlsVersion.TLS_1_3 : Defaults.SERVER_TLS_VERSION);
    }

    private Verify verify(BackendSpec spec, ServerTlsSpec tls) {
        String host = tls.verifyHost() == null ? tls.sni() : tls.verifyHost();
        if (tls.verifyHost() != null && !ServerAddress.isHost(tls.verifyHost())) {
            findings.invalid(PATH + ".verifyHost", Quoted.of(tls.verifyHost()) + " " + ServerAddress.MALFORMED);
        }
        if (host == null && !spec.servers().stream().allMatch(ServerTls::hasName)) {
            findings.invalid(PATH, BackendSpec.VERIFY_NEEDS_NAME);
        }
        return new Verify(tls.caRef() == null ? null : secrets.authorities(PATH + ".caRef", tls.caRef()), host);
    }

    private static boolean hasName(ServerSpec server) {
        return server.address() != null && ServerAddress.isDnsName(server.address());
    }
}
