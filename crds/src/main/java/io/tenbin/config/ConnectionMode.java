package io.tenbin.config;

/** What becomes of a connection after an answer (HAProxy's {@code http-keep-alive}, {@code http-server-close}, {@code httpclose}). */
public enum ConnectionMode {
    /** Both sides stay open for more. */
    KEEP_ALIVE,
    /** The server's side closes, the client's stays open. */
    SERVER_CLOSE,
    /** Of a listener: both sides close. Of a Backend: the server's side closes, since it has no say over clients. */
    CLOSE;

    /** Whether a connection to a server ends with its first exchange. */
    public boolean closesServer() {
        return this != KEEP_ALIVE;
    }
}
