package io.tenbin.proxy.differential;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Ports that are free and that this test has not taken before, below those that the system hands out to clients: the many connections of this test take none of them. */
final class Ports {
    private static final int LOWEST = 11_000;
    private static final int HIGHEST = 31_000;

    private static final Set<Integer> GIVEN = new HashSet<>();

    private Ports() {}

    static synchronized List<Integer> free(int count, InetAddress address) {
        List<Integer> ports = new ArrayList<>();
        int candidate = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST - 2_000);
        while (ports.size() < count) {
            if (!GIVEN.add(candidate)) {
                candidate++;
                continue;
            }
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(address, candidate));
                ports.add(candidate);
            } catch (IOException e) {
                // Taken: the next one.
            }
            candidate++;
        }
        return ports;
    }
}
