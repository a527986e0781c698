package io.tenbin.e2e.load;

import java.io.IOException;

/** A connection that is held: one numbered message after the other goes to the application and must come back. */
interface Conversation extends AutoCloseable {

    /** The pod at the other end. */
    String pod();

    /**
     * Sends a message and waits for its echo.
     *
     * @throws IOException if the connection ended, nothing came in time, or something else came back
     */
    void exchange(String message) throws IOException;

    @Override
    void close() throws IOException;

    /** How a conversation is begun. */
    @FunctionalInterface
    interface Opener {
        Conversation open() throws IOException;
    }
}
