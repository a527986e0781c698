package io.tenbin.proxy.http;

import io.tenbin.config.ClientTimeoutsConfig;
import io.tenbin.config.ServerTimeoutsConfig;
import io.tenbin.proxy.transport.Timeout;
import java.time.Duration;

/** How long an exchange stands still at most, and whose fault it is then. */
final class Patience {
    private final Timeout timeout;
    private final ClientTimeoutsConfig forClient;
    private boolean client;

    Patience(Timeout timeout, ClientTimeoutsConfig forClient) {
        this.timeout = timeout;
        this.forClient = forClient;
    }

    /** Something moved. What is next has to come from the client, or has to be taken by it. */
    void withClient() {
        client = true;
        timeout.start(forClient.client());
    }

    /** Something moved. What is next has to come from the server, or has to be taken by it. */
    void withServer(ServerTimeoutsConfig forServer) {
        client = false;
        timeout.start(forServer.server());
    }

    /** Something moved, in a tunnel: the smaller of both sides' limits holds for both. */
    void withTunnel(ServerTimeoutsConfig forServer) {
        client = true;
        Duration ofClient = forClient.tunnel();
        Duration ofServer = forServer.tunnel();
        timeout.start(ofClient.compareTo(ofServer) < 0 ? ofClient : ofServer);
    }

    void stop() {
        timeout.stop();
    }

    /** Who was waited for when the time was up. */
    boolean isWithClient() {
        return client;
    }
}
