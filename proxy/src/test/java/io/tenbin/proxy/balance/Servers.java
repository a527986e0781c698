package io.tenbin.proxy.balance;

import java.util.List;
import java.util.stream.IntStream;

/** Candidates whose load and latency a test sets. */
final class Servers {
    private Servers() {}

    static final class Server implements Candidate {
        private final String name;
        private final int share;
        int load;
        double latency;

        Server(String name, int share) {
            this.name = name;
            this.share = share;
        }

        @Override
        public int share() {
            return share;
        }

        @Override
        public String identity() {
            return name;
        }

        @Override
        public int load() {
            return load;
        }

        @Override
        public double latency(long nanoTime) {
            return latency;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Named 0, 1, … in order. */
    static List<Server> of(int... shares) {
        return IntStream.range(0, shares.length)
                .mapToObj(i -> new Server(String.valueOf(i), shares[i]))
                .toList();
    }
}
