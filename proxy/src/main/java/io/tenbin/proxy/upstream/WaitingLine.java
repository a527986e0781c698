package io.tenbin.proxy.upstream;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Those who wait, in the order in which they came. Who leaves from the middle costs no walk. Guarded by its owner. */
final class WaitingLine {
    private final LinkedHashSet<Ticket> tickets = new LinkedHashSet<>();
    private final AtomicInteger length;
    private long served;

    /** @param length follows the length, for those who hold no lock */
    WaitingLine(AtomicInteger length) {
        this.length = length;
    }

    void add(Ticket ticket) {
        ticket.servedBefore = served;
        tickets.add(ticket);
        length.incrementAndGet();
    }

    @Nullable
    Ticket first() {
        return tickets.isEmpty() ? null : tickets.getFirst();
    }

    int size() {
        return tickets.size();
    }

    /** Takes one out that is not served. */
    void remove(Ticket ticket) {
        if (tickets.remove(ticket)) {
            ticket.position = served - ticket.servedBefore + 1;
            length.decrementAndGet();
        }
    }

    void serve(Ticket ticket) {
        remove(ticket);
        served++;
    }

    /** Takes all of these out, in order. */
    List<Ticket> takeOut(Predicate<Ticket> which) {
        List<Ticket> out = tickets.stream().filter(which).toList();
        out.forEach(this::remove);
        return out;
    }
}
