package io.tenbin.proxy.tcp;

/** The two ends of a relayed connection, with their letters in HAProxy's termination states (configuration manual 8.5). */
enum Side {
    CLIENT('C', 'c'),
    SERVER('S', 's');

    /** It aborted the connection, or refused it. */
    final char aborted;

    /** It was silent for too long. */
    final char timedOut;

    Side(char aborted, char timedOut) {
        this.aborted = aborted;
        this.timedOut = timedOut;
    }

    Side other() {
        return this == CLIENT ? SERVER : CLIENT;
    }
}
