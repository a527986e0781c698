package io.tenbin.proxy.upstream;

/** Which idle connections will do for a request. */
public enum Reuse {
    /** Any: what is lost can be repeated. */
    ANY,
    /**
     * One whose last exchange ended less than 100 ms ago: the server may close an idle connection just when a request is
     * underway, and nobody could tell whether that was acted on.
     */
    RECENT,
    /** None: only a new connection will do. */
    NONE
}
