package io.tenbin.e2e.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Holds connections open and exchanges a numbered message over each of them again and again, the last time when asked
 * for the report: a connection that is then not counted as broken is alive.
 */
public final class Holder implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(250);

    /**
     * What became of the connections.
     *
     * @param exchanges messages that came back as they were sent
     * @param broken the connections that ended or echoed wrongly, and how
     */
    public record Report(int opened, long exchanges, List<String> broken) {
        public Report {
            broken = List.copyOf(broken);
        }

        public int alive() {
            return opened - broken.size();
        }
    }

    private final List<Conversation> conversations = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final LongAdder exchanges = new LongAdder();
    private final ConcurrentLinkedQueue<String> broken = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    private Holder() {}

    /**
     * Opens connections to a port where the application names itself in a line and then echoes.
     *
     * @throws IOException if one of them cannot be opened; then none is left open
     */
    public static Holder tcp(InetSocketAddress address, int connections) throws IOException {
        return hold(connections, PAUSE, () -> TcpConversation.open(address, TIMEOUT));
    }

    /** As {@link #tcp}, with WebSockets to the path {@code /ws}. */
    public static Holder webSockets(InetSocketAddress address, String host, int connections) throws IOException {
        return hold(connections, PAUSE, () -> WebSocketConversation.open(address, host, TIMEOUT));
    }

    static Holder hold(int connections, Duration pause, Conversation.Opener opener) throws IOException {
        Holder holder = new Holder();
        try {
            for (int i = 0; i < connections; i++) {
                holder.conversations.add(opener.open());
            }
        } catch (IOException e) {
            holder.close();
            throw e;
        }
        for (int i = 0; i < connections; i++) {
            int index = i;
            holder.threads.add(
                    Thread.ofVirtual().name("hold-" + i).start(() -> holder.converse(index, pause.toNanos())));
        }
        return holder;
    }

    /** Exchanges one more message over each connection, closes it, and says what was seen. */
    public Report stop() {
        stopped = true;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Report report = report();
        close();
        return report;
    }

    /** What has been seen so far. */
    public Report report() {
        return new Report(conversations.size(), exchanges.sum(), List.copyOf(broken));
    }

    private void converse(int index, long pause) {
        Conversation conversation = conversations.get(index);
        long number = 0;
        try {
            while (!stopped) {
                conversation.exchange(index + " " + number++);
                exchanges.increment();
                LockSupport.parkNanos(pause);
            }
            conversation.exchange(index + " last");
            exchanges.increment();
        } catch (IOException e) {
            broken.add("connection " + index + " to " + conversation.pod() + ", message " + number + ": " + e);
        }
    }

    @Override
    public void close() {
        stopped = true;
        for (Conversation conversation : conversations) {
            try {
                conversation.close();
            } catch (IOException e) {
                // Nothing is left to be lost on it.
            }
        }
    }
}
