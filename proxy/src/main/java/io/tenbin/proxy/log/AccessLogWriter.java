package io.tenbin.proxy.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the access log from one thread of its own, through a bounded queue: a sink that blocks costs lines, never requests. */
public final class AccessLogWriter implements AccessLog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLogWriter.class);
    private static final int CAPACITY = 16_384;
    private static final int BATCH_BYTES = 64 * 1024;
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long CLOSE_MILLIS = 2_000;

    private final OutputStream out;
    private final ConcurrentLinkedQueue<Object> entries = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final LongAdder dropped = new LongAdder();
    private final Thread thread;
    private volatile boolean closing;

    // What follows belongs to the writing thread.
    private long reported;
    private long reportedAt = System.nanoTime();

    private AccessLogWriter(OutputStream out) {
        this.out = out;
        this.thread = Thread.ofPlatform().name("access-log").daemon(true).unstarted(this::run);
    }

    /** Begins to write to this stream, which it does not close. */
    public static AccessLogWriter start(OutputStream out) {
        AccessLogWriter writer = new AccessLogWriter(out);
        writer.thread.start();
        return writer;
    }

    @Override
    public void http(HttpLogEntry entry) {
        offer(entry);
    }

    @Override
    public void tcp(TcpLogEntry entry) {
        offer(entry);
    }

    @Override
    public void refused(RefusedLogEntry entry) {
        offer(entry);
    }

    /** Lines that did not fit, or that the stream did not take. */
    public long dropped() {
        return dropped.sum();
    }

    /** Writes what is left, for 2 s at the most, and ends. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void offer(Object entry) {
        if (size.incrementAndGet() > CAPACITY) {
            size.decrementAndGet();
            dropped.increment();
            return;
        }
        entries.add(entry);
    }

    private void run() {
        StringBuilder batch = new StringBuilder(BATCH_BYTES);
        while (true) {
            boolean last = closing;
            int lines = fill(batch);
            if (lines > 0) {
                write(batch, lines);
            } else if (last) {
                return;
            } else {
                LockSupport.parkNanos(this, IDLE_NANOS);
            }
            report();
        }
    }

    private int fill(StringBuilder batch) {
        int lines = 0;
        while (batch.length() < BATCH_BYTES) {
            @Nullable Object entry = entries.poll();
            if (entry == null) {
                break;
            }
            size.decrementAndGet();
            lines++;
            if (entry instanceof HttpLogEntry http) {
                HaproxyLines.http(batch, http);
            } else if (entry instanceof TcpLogEntry tcp) {
                HaproxyLines.tcp(batch, tcp);
            } else if (entry instanceof RefusedLogEntry refused) {
                HaproxyLines.refused(batch, refused);
            }
            batch.append('\n');
        }
        return lines;
    }

    private void write(StringBuilder batch, int lines) {
        try {
            out.write(batch.toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            dropped.add(lines);
        }
        batch.setLength(0);
    }

    private void report() {
        long now = System.nanoTime();
        long total = dropped();
        if (total != reported && now - reportedAt >= REPORT_NANOS) {
            LOG.warn(
                    "access log lines dropped, its reader does not keep up dropped={} total={}",
                    total - reported,
                    total);
            reported = total;
            reportedAt = now;
        }
    }
}
