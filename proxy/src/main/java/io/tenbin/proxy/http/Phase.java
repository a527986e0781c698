package io.tenbin.proxy.http;

/** How far an exchange got: the second character of HAProxy's termination state (configuration manual 8.5). */
enum Phase {
    /** The request's head is read. */
    REQUEST('R'),
    /** All servers are busy, and one is waited for. */
    QUEUE('Q'),
    /** A server is being looked for. */
    CONNECT('C'),
    /** The server has the request, or is getting it; the answer's head has not come. */
    HEAD('H'),
    /** The answer is under way. */
    DATA('D');

    private final char code;

    Phase(char code) {
        this.code = code;
    }

    /**
     * The whole state; without cookies its last two characters say nothing.
     *
     * @param cause {@code C} or {@code S} for a side that closed, {@code c} or {@code s} for one that was silent, {@code P}
     *     for the proxy itself
     */
    String endedBy(char cause) {
        return "" + cause + code + "--";
    }
}
