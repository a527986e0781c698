package io.tenbin.proxy.http2;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** How much of each {@link Flood} a connection may still send. Belongs to its event loop's thread. */
public final class FrameBudget {
    private static final int BYTES_PER_WINDOW_UPDATE = 512;

    private final Map<Flood, Account> accounts = new EnumMap<>(Flood.class);
    private long refilled;

    /** What is left of one kind, in thousandths: little time brings something back too. */
    private static final class Account {
        private static final long UNIT = 1_000;

        private final Flood kind;
        private long left;

        private Account(Flood kind) {
            this.kind = kind;
            this.left = kind.burst() * UNIT;
        }

        private void give(long amount) {
            left = Math.min(kind.burst() * UNIT, left + amount);
        }
    }

    /** @param nanoTime now, of {@link System#nanoTime} */
    public FrameBudget(long nanoTime) {
        refilled = nanoTime;
        for (Flood kind : Flood.values()) {
            accounts.put(kind, new Account(kind));
        }
    }

    /** Whether one more may come, which is taken off. */
    public boolean spend(Flood kind) {
        Account account = account(kind);
        account.left -= Account.UNIT;
        return account.left >= 0;
    }

    /** Time has passed. */
    void refill(long nanoTime) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanoTime - refilled);
        if (millis > 0) {
            refilled += TimeUnit.MILLISECONDS.toNanos(millis);
            accounts.forEach((kind, account) -> account.give(millis * kind.perSecond()));
        }
    }

    /** A head is complete. */
    void headEnded() {
        account(Flood.CONTINUATION).give(Flood.CONTINUATION.burst() * Account.UNIT);
    }

    /** Bytes of DATA were sent, of whose arrival the peer will tell. */
    public void sent(int bytes) {
        account(Flood.WINDOW_UPDATE).give(bytes * Account.UNIT / BYTES_PER_WINDOW_UPDATE);
    }

    private Account account(Flood kind) {
        return Objects.requireNonNull(accounts.get(kind));
    }
}
