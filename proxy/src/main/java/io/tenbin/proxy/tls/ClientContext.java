package io.tenbin.proxy.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import io.tenbin.config.MaterialName;
import io.tenbin.config.Materials;
import io.tenbin.config.ServerTlsConfig;
import io.tenbin.config.TlsVersion;
import java.lang.ref.Cleaner;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** The library's context of TLS to those servers of a Backend whose certificates are for one host. */
final class ClientContext {
    private static final Cleaner CLEANER = Cleaner.create();

    /** More servers than one Backend has. */
    private static final long SESSIONS = 10_000;

    private final SslContext context;

    private ClientContext(SslContext context) {
        this.context = context;
    }

    SslContext context() {
        return context;
    }

    static ClientKeys keys(ServerTlsConfig config, Materials materials) {
        if (config.clientCertificate() == null) {
            return new ClientKeys(null);
        }
        MaterialName name = config.clientCertificate().material();
        return new ClientKeys(KeyedChain.parse(materials.text(name)));
    }

    /** @param host null if that is not asked */
    static ClientContext of(
            ServerTlsConfig config,
            @Nullable String host,
            List<String> protocols,
            ServerTls.Means means,
            ClientKeys keys) {
        try {
            SslContextBuilder builder = SslContextBuilder.forClient()
                    .sslProvider(means.provider().netty())
                    .protocols(versions(config.minVersion()))
                    .keyManager(keys)
                    .endpointIdentificationAlgorithm(null)
                    .sessionCacheSize(SESSIONS);
            if (!protocols.isEmpty()) {
                builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        protocols));
            }
            SslContext context =
                    builder.trustManager(trust(config, host, means.materials())).build();
            ClientContext made = new ClientContext(context);
            CLEANER.register(made, () -> ReferenceCountUtil.release(context));
            return made;
        } catch (SSLException e) {
            throw new UnusableMaterialException("TLS to servers cannot be set up", e);
        }
    }

    private static TrustManager trust(ServerTlsConfig config, @Nullable String host, Materials materials) {
        ServerTlsConfig.Verify verify = config.verify();
        if (verify == null) {
            return InsecureTrustManagerFactory.INSTANCE.getTrustManagers()[0];
        }
        if (host == null) {
            throw new UnusableMaterialException("there is a server without a name to compare its certificate with");
        }
        PemBlocks authorities = verify.authorities() == null
                ? null
                : PemBlocks.of(materials.text(verify.authorities().material()));
        return ServerTrust.in(authorities, host);
    }

    private static String[] versions(TlsVersion oldest) {
        return Arrays.stream(TlsVersion.values())
                .filter(version -> version.compareTo(oldest) >= 0)
                .map(TlsVersion::protocol)
                .toArray(String[]::new);
    }
}
