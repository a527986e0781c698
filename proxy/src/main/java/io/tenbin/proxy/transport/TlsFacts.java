package io.tenbin.proxy.transport;

import org.jspecify.annotations.Nullable;

/**
 * What a client's connection knows of its TLS, once the handshake is done.
 *
 * @param serverName the name that the client asked for (RFC 6066 section 3), in lower case; null if it asked for none
 * @param version as HAProxy says it ({@code ssl_fc_protocol}): {@code TLSv1.3}
 * @param cipherSuite its IANA name
 * @param protocol what ALPN chose (RFC 7301): {@code h2} or {@code http/1.1}; null if it chose nothing
 * @param client the certificate that the client showed, which was found valid; null if it showed none
 */
public record TlsFacts(
        @Nullable String serverName,
        String version,
        String cipherSuite,
        @Nullable String protocol,
        @Nullable ClientCertificate client) {}
