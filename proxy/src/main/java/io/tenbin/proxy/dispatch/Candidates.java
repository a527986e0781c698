package io.tenbin.proxy.dispatch;

import io.tenbin.proxy.balance.BalanceInput;
import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.snapshot.Member;
import io.tenbin.proxy.upstream.Endpoint;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which endpoint is tried next, given those that failed. */
final class Candidates {
    private final BalanceInput input;
    private Set<Endpoint> failed = Set.of();
    private @Nullable Endpoint last;

    Candidates(BalanceInput input) {
        this.input = input;
    }

    void failed(Endpoint endpoint) {
        if (failed.isEmpty()) {
            failed = new HashSet<>();
        }
        failed.add(endpoint);
        last = endpoint;
    }

    /** Whether nothing could be tried even if nothing was full. */
    boolean none(BackendView backend) {
        Endpoint fallback = last;
        return backend.usable().isEmpty() && (fallback == null || fallback.retired());
    }

    /** One that did not fail; else another than the last; else the last, if it is still there. None that is full. */
    @Nullable
    Endpoint next(BackendView backend) {
        Member next = backend.choose(input, failed);
        Endpoint fallback = last;
        if (next == null && fallback != null) {
            next = backend.choose(input, Set.of(fallback));
        }
        if (next != null) {
            return next.endpoint();
        }
        boolean there = fallback != null
                && !fallback.retired()
                && (backend.hashes() || !fallback.slots().full());
        return there ? fallback : null;
    }

    /** The next one at which a slot is free, which is taken. */
    @Nullable
    Endpoint take(BackendView backend, Place place) {
        Endpoint next = next(backend);
        while (next != null && !place.take(next)) {
            next = next(backend);
        }
        return next;
    }
}
