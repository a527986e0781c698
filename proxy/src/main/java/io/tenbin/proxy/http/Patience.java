package io.tenbin.proxy.http;

import io.tenbin.config.ClientTimeoutsConfig;
import io.tenbin.config.ServerTimeoutsConfig;
import io.tenbin.proxy.transport.Timeout;
import java.time.Duration;

/** How long an exchange with a server stands still at most, and whose fault it is then. */
final class Patience {
    private final Timeout timeout;
    private final ClientTimeoutsConfig ofClient;
    private final ServerTimeoutsConfig ofServer;
    private boolean withClient;

    Patience(Timeout timeout, ClientTimeoutsConfig ofClient, ServerTimeoutsConfig ofServer) {
        this.timeout = timeout;
        this.ofClient = ofClient;
        this.ofServer = ofServer;
    }

    /** What is next has to come from the client, or has to be taken by it. */
    void withClient() {
        withClient = true;
        timeout.start(ofClient.client());
    }

    /** What is next has to come from the server, or has to be taken by it. */
    void withServer() {
        withClient = false;
        timeout.start(ofServer.server());
    }

    /** In a tunnel nobody knows whose turn it is: the smaller limit holds. */
    void withTunnel() {
        withClient = true;
        Duration client = ofClient.tunnel();
        Duration server = ofServer.tunnel();
        timeout.start(client.compareTo(server) < 0 ? client : server);
    }

    /** Who was waited for when the time was up. */
    boolean isWithClient() {
        return withClient;
    }
}
