package io.tenbin.proxy.reload;

import java.util.concurrent.atomic.LongAdder;

/** How many changes ended how. */
public final class ReloadStats {
    private final LongAdder applied = new LongAdder();
    private final LongAdder unchanged = new LongAdder();
    private final LongAdder rejected = new LongAdder();

    public LongAdder applied() {
        return applied;
    }

    public LongAdder unchanged() {
        return unchanged;
    }

    public LongAdder rejected() {
        return rejected;
    }
}
