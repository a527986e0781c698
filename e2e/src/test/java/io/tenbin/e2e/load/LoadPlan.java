package io.tenbin.e2e.load;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * What load to make.
 *
 * @param host the Host field of every request
 * @param connections kept-alive connections, and so the most requests under way at once; 1 to 1,000
 * @param rate requests per second over all connections; 1 to 10,000
 * @param timeout how long connecting, and each wait for bytes of an answer, may take
 */
public record LoadPlan(InetSocketAddress address, String host, int connections, int rate, Duration timeout) {

    public LoadPlan {
        if (connections < 1 || connections > 1_000) {
            throw new IllegalArgumentException("connections: " + connections + ", must be 1 to 1000");
        }
        if (rate < 1 || rate > 10_000) {
            throw new IllegalArgumentException("rate: " + rate + ", must be 1 to 10000");
        }
    }

    /** The time from one request's start to the next one's, in nanoseconds. */
    long interval() {
        return Duration.ofSeconds(1).toNanos() / rate;
    }
}
