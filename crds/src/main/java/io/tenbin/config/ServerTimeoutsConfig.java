package io.tenbin.config;

import java.time.Duration;

/**
 * How long a server may take. All are longer than zero.
 *
 * @param connect until the connection stands (HAProxy's {@code timeout connect})
 * @param server inactivity while the server is to send or to read ({@code timeout server}); before the head of an
 *     answer 504
 * @param tunnel inactivity both ways in an upgraded or TCP connection, in place of {@code server} and of the listener's
 *     {@code client} once both sides are connected and the stream is bidirectional ({@code timeout tunnel})
 * @param queue waiting for a server that has as many connections as it may; over it 503 ({@code timeout queue})
 */
public record ServerTimeoutsConfig(Duration connect, Duration server, Duration tunnel, Duration queue) {

    public ServerTimeoutsConfig {
        Check.positive("timeouts.connect", connect);
        Check.positive("timeouts.server", server);
        Check.positive("timeouts.tunnel", tunnel);
        Check.positive("timeouts.queue", queue);
    }
}
