package io.tenbin.proxy.tls;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import io.tenbin.proxy.transport.ClientCertificate;
import io.tenbin.proxy.transport.TlsFacts;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What there is to know of a connection when its handshake is done. */
public final class Sessions {
    private Sessions() {}

    public static TlsFacts facts(SslHandler handler, @Nullable String serverName) {
        SSLSession session = handler.engine().getSession();
        return new TlsFacts(
                serverName,
                session.getProtocol(),
                session.getCipherSuite(),
                handler.applicationProtocol(),
                client(session));
    }

    /**
     * Whether an earlier session goes on (RFC 8446 section 2.2).
     *
     * @param begun when the handshake began, in milliseconds since 1970
     */
    public static boolean resumed(SSLEngine engine, long begun) {
        return engine instanceof ReferenceCountedOpenSslEngine openSsl
                ? SSL.isSessionReused(openSsl.sslPointer())
                : engine.getSession().getCreationTime() < begun;
    }

    private static @Nullable ClientCertificate client(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate certificate
                    ? ClientCertificate.of(certificate)
                    : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }
}
