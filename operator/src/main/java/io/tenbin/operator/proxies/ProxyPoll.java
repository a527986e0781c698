package io.tenbin.operator.proxies;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The questions to one proxy, one after the other, on a virtual thread of its own. */
final class ProxyPoll {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** A proxy that is silent for one question may be busy; one that is silent for two is unknown. */
    private static final int FAILURES_ALLOWED = 1;

    private final String address;
    private final String token;
    private final Runnable onChange;
    private volatile @Nullable ProxyReport report;
    private volatile @Nullable Thread thread;
    private volatile boolean asked;

    ProxyPoll(String address, String token, Runnable onChange) {
        this.address = address;
        this.token = token;
        this.onChange = onChange;
    }

    boolean asks(String wantedAddress, String wantedToken) {
        return address.equals(wantedAddress) && token.equals(wantedToken);
    }

    Optional<ProxyReport> report() {
        return Optional.ofNullable(report);
    }

    /** Whether a first question has been answered, or has failed. */
    boolean asked() {
        return asked;
    }

    void start(ProxyObserver<?> observer) {
        thread = Thread.ofVirtual().name("proxy-" + address).start(() -> run(observer));
    }

    void stop() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    private void run(ProxyObserver<?> observer) {
        int failures = 0;
        while (!Thread.currentThread().isInterrupted()) {
            ProxyReport last = report;
            try {
                ProxyReport next = observer.ask(address, token, last == null ? "" : last.version());
                failures = 0;
                if (!next.equals(last)) {
                    report = next;
                    asked = true;
                    onChange.run();
                }
            } catch (IOException e) {
                failures++;
                boolean first = !asked;
                asked = true;
                if (last != null && failures > FAILURES_ALLOWED) {
                    report = null;
                    onChange.run();
                } else if (first) {
                    onChange.run();
                }
                if (!pause(failures)) {
                    return;
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Waits longer after each failure; false if the poll has been stopped meanwhile. */
    private static boolean pause(int failures) {
        long millis = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(failures - 1, 10));
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
