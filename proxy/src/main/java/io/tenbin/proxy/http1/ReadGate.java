package io.tenbin.proxy.http1;

/** Which reads a decoder lets through, and which it makes itself. */
final class ReadGate {
    private boolean reading;
    private boolean emitted;
    private boolean held;

    void arrived() {
        if (!reading) {
            reading = true;
            emitted = false;
        }
    }

    void emitted() {
        emitted = true;
    }

    /** A batch of reads is over; says whether whoever asked for it got nothing of it, and would wait for ever without another. */
    boolean completedEmpty() {
        boolean empty = reading && !emitted;
        reading = false;
        return empty;
    }

    /** A read is asked for: says whether it passes, and else remembers it. */
    boolean passes(boolean closed) {
        held = closed;
        return !closed;
    }

    /** Whether a read that was held back is to be made now. */
    boolean opens(boolean closed) {
        boolean opens = held && !closed;
        held &= !opens;
        return opens;
    }
}
