package io.tenbin.e2e.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends numbered requests at a steady rate over kept-alive connections, and checks every answer. Nothing is ever sent
 * twice: a request that got no answer is a failed one, even where HTTP would allow to repeat it.
 *
 * <p>Requests are due at fixed times. If all connections are busy then, they are sent late rather than left out, and
 * their latency counts from when they were due.
 */
public final class LoadGenerator implements AutoCloseable {

    private final LoadPlan plan;
    private final Tally tally = new Tally();
    private final AtomicLong next = new AtomicLong();
    private final long start = System.nanoTime();
    private final List<Thread> workers = new ArrayList<>();
    private volatile boolean stopped;

    private LoadGenerator(LoadPlan plan) {
        this.plan = plan;
    }

    public static LoadGenerator start(LoadPlan plan) {
        LoadGenerator load = new LoadGenerator(plan);
        for (int i = 0; i < plan.connections(); i++) {
            load.workers.add(Thread.ofVirtual().name("load-" + i).start(load::work));
        }
        return load;
    }

    /** What has been seen so far. */
    public LoadReport report() {
        return tally.report();
    }

    /** Sends no more, waits for what is under way, and says what was seen. */
    public LoadReport stop() {
        close();
        return tally.report();
    }

    @Override
    public void close() {
        stopped = true;
        for (Thread worker : workers) {
            LockSupport.unpark(worker);
        }
        for (Thread worker : workers) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void work() {
        @Nullable HttpConnection connection = null;
        while (true) {
            long number = next.getAndIncrement();
            long due = start + number * plan.interval();
            if (!waitUntil(due)) {
                break;
            }
            try {
                if (connection == null) {
                    connection = connect();
                }
                Request request = new Request(number, plan.host());
                Answer answer = connection.exchange(request.bytes());
                tally.answered(AnswerCheck.check(request, answer), System.nanoTime() - due);
                if (answer.lastOnConnection()) {
                    connection = close(connection);
                }
            } catch (FailedRequest e) {
                tally.failed(number, e);
                connection = close(connection);
            }
        }
        close(connection);
    }

    /** Returns false if the load was stopped before. */
    private boolean waitUntil(long due) {
        while (!stopped) {
            long left = due - System.nanoTime();
            if (left <= 0) {
                return true;
            }
            LockSupport.parkNanos(left);
        }
        return false;
    }

    private HttpConnection connect() throws FailedRequest {
        try {
            return HttpConnection.open(plan.address(), plan.timeout());
        } catch (IOException e) {
            throw new FailedRequest(Failure.CONNECT, String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable HttpConnection close(@Nullable HttpConnection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (IOException e) {
                // What it was opened for is over, and has been counted.
            }
        }
        return null;
    }
}
