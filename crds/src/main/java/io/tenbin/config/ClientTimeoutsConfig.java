package io.tenbin.config;

import java.time.Duration;

/**
 * How long a client may take. All are longer than zero.
 *
 * @param client inactivity while the client is to send or to read (HAProxy's {@code timeout client})
 * @param httpRequest for the whole head of a request, from its first byte ({@code timeout http-request}); over it 408
 * @param httpKeepAlive for the first byte of the next request ({@code timeout http-keep-alive}); the connection is
 *     closed after the smaller of this and {@code client}
 * @param tunnel inactivity both ways once a connection is upgraded ({@code timeout tunnel})
 */
public record ClientTimeoutsConfig(Duration client, Duration httpRequest, Duration httpKeepAlive, Duration tunnel) {

    public ClientTimeoutsConfig {
        Check.positive("timeouts.client", client);
        Check.positive("timeouts.httpRequest", httpRequest);
        Check.positive("timeouts.httpKeepAlive", httpKeepAlive);
        Check.positive("timeouts.tunnel", tunnel);
    }
}
