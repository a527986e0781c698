package io.tenbin.proxy.listener;

/** How many connections a process has memory and descriptors for, unless it is told otherwise. */
final class ProcessLimit {
    /** Two sockets with their buffers while they move: as much as HAProxy reckons with (configuration manual, {@code maxconn}). */
    private static final long BYTES_PER_CONNECTION = 33 << 10;

    private ProcessLimit() {}

    static int connections() {
        return connections(DescriptorLimit.connections(), Runtime.getRuntime().maxMemory());
    }

    /**
     * At least 1, at most what descriptors allow.
     *
     * @param memory bytes, of which the direct buffers may take as many again
     */
    static int connections(int descriptors, long memory) {
        return Math.clamp(memory / BYTES_PER_CONNECTION, 1, descriptors);
    }
}
