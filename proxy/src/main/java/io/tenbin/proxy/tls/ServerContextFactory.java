package io.tenbin.proxy.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.tenbin.config.ClientAuthConfig;
import io.tenbin.config.MaterialName;
import io.tenbin.config.Materials;
import io.tenbin.config.TlsVersion;
import io.tenbin.pem.InvalidPemException;
import io.tenbin.pem.KeyedCertificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes contexts for the server's side of TLS. */
final class ServerContextFactory {
    /** Those of RFC 8446 appendix B.4 that are in use; no configuration changes them. */
    static final List<String> TLS_1_3_SUITES =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    /** Mozilla's recommendation, all profiles. */
    private static final String[] GROUPS = {"X25519", "P-256", "P-384"};

    /** Sessions that a context remembers for clients without tickets, and for how many seconds: HAProxy's tune.ssl.lifetime. */
    private static final int SESSIONS = 2_000;

    private static final int SESSION_SECONDS = 300;

    private final TlsProvider provider;

    ServerContextFactory(TlsProvider provider) {
        this.provider = provider;
    }

    /**
     * A context with one reference.
     *
     * @throws IllegalArgumentException if the provider cannot do what the terms say; the message says what
     */
    SslContext build(ContextTerms terms, Materials materials) {
        KeyedCertificate certificate = certificate(materials.text(terms.certificate()));
        SslContextBuilder builder = SslContextBuilder.forServer(certificate.key(), certificate.chain())
                .sslProvider(provider.netty())
                .protocols(protocols(terms.minVersion()))
                .ciphers(suites(terms), SupportedCipherSuiteFilter.INSTANCE)
                .sessionCacheSize(SESSIONS)
                .sessionTimeout(SESSION_SECONDS);
        if (!terms.protocols().isEmpty()) {
            builder.applicationProtocolConfig(alpn(terms.protocols()));
        }
        ClientAuthConfig asked = terms.clientAuth();
        if (asked != null) {
            builder.clientAuth(asked.required() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL)
                    .trustManager(
                            ClientTrust.of(materials.text(asked.authorities().material())));
        }
        if (!provider.isJdk()) {
            builder.option(OpenSslContextOption.GROUPS, GROUPS);
        }
        try {
            SslContext context = builder.build();
            if (context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
                sessions.setSessionCacheEnabled(true);
                sessions.setSessionIdContext(sessionScope(asked));
            }
            return context;
        } catch (SSLException e) {
            throw new IllegalArgumentException("TLS context refused by " + provider.name() + ": " + e.getMessage(), e);
        }
    }

    static KeyedCertificate certificate(String pem) {
        try {
            return KeyedCertificate.parse(pem);
        } catch (InvalidPemException e) {
            throw new IllegalArgumentException("a certificate: " + e.getMessage(), e);
        }
    }

    /**
     * Where a session goes on. One that began where nothing, or something else, was asked of clients must not open what is asked
     * here, though its ticket is sealed with the same key.
     */
    private static byte[] sessionScope(@Nullable ClientAuthConfig asked) {
        String scope = asked == null
                ? "tenbin"
                : "tenbin " + asked.required() + " " + asked.authorities().material();
        return HexFormat.of().parseHex(MaterialName.of(scope).digest());
    }

    private static List<String> protocols(TlsVersion minVersion) {
        return Arrays.stream(TlsVersion.values())
                .filter(version -> version.compareTo(minVersion) >= 0)
                .map(TlsVersion::protocol)
                .toList();
    }

    private static List<String> suites(ContextTerms terms) {
        List<String> all = new ArrayList<>(TLS_1_3_SUITES);
        all.addAll(terms.cipherSuites());
        return all;
    }

    /** Where nothing that the client offers is known, the connection goes on without (HAProxy does the same). */
    private static ApplicationProtocolConfig alpn(List<String> protocols) {
        return new ApplicationProtocolConfig(
                Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, protocols);
    }
}
