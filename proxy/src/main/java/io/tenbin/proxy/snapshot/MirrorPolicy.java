package io.tenbin.proxy.snapshot;

import io.tenbin.config.MirrorConfig;
import io.tenbin.proxy.balance.Turns;
import org.jspecify.annotations.Nullable;

/** Which requests of a rule are copied, and for whom. Outlives the snapshots that have the same rule. */
public final class MirrorPolicy {
    private final String backend;
    private final @Nullable Turns turns;

    MirrorPolicy(MirrorConfig config) {
        this.backend = config.backend();
        this.turns = config.percent() == 100 ? null : new Turns(config.percent(), 100 - config.percent());
    }

    /** Name of the Backend that gets the next request, too; null if none does. Exact over a hundred requests. */
    public @Nullable String next() {
        return turns == null || turns.next() == 0 ? backend : null;
    }
}
