package io.tenbin.proxy.upstream;

import io.tenbin.config.ReusePolicy;

/** Which idle connections will do for a request. */
public enum Reuse {
    /** Any: what is lost can be repeated. */
    ANY,
    /**
     * One whose last exchange ended less than 100 ms ago: the server may close an idle connection just when a request is
     * underway, and nobody could tell whether that was acted on.
     */
    RECENT,
    /** A recent one, or one that has carried more than one exchange: its server does wait for another request. */
    PROVEN,
    /** None: only a new connection will do. */
    NONE;

    /**
     * Which will do by this policy.
     *
     * @param repeatable whether the request is sent again if the connection turns out to be closed
     */
    public static Reuse of(ReusePolicy policy, boolean repeatable) {
        return switch (policy) {
            case NEVER -> NONE;
            case SAFE -> repeatable ? ANY : RECENT;
            case AGGRESSIVE -> repeatable ? ANY : PROVEN;
            case ALWAYS -> ANY;
        };
    }

    /**
     * Whether an idle connection will do.
     *
     * @param recent whether its last exchange ended less than 100 ms ago
     * @param proven whether it has carried more than one exchange
     */
    boolean accepts(boolean recent, boolean proven) {
        return switch (this) {
            case ANY -> true;
            case RECENT -> recent;
            case PROVEN -> recent || proven;
            case NONE -> false;
        };
    }
}
