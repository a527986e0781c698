package io.tenbin.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Ports that nothing listens on, below those that the system hands out to clients: connections that a test makes meanwhile, this
 * one or another process's, take none of them. No port is given twice until all were.
 */
public final class Ports {
    private static final int LOWEST = 11_000;
    private static final int HIGHEST = 32_000;

    private static final AtomicInteger LAST =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST));

    private Ports() {}

    /** Free on this address. */
    public static List<Integer> free(int count, InetAddress address) {
        return Stream.generate(() -> free(address)).limit(count).toList();
    }

    static int free(InetAddress address) {
        while (true) {
            int candidate = LAST.updateAndGet(last -> last == HIGHEST ? LOWEST : last + 1);
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(address, candidate));
                return candidate;
            } catch (IOException e) {
                // Taken: the next one.
            }
        }
    }
}
