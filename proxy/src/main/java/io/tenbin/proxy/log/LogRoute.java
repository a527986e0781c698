package io.tenbin.proxy.log;

/**
 * The way that an exchange took.
 *
 * @param listener {@code %ft}
 * @param backend {@code %b}; the listener's name where no Backend was reached, as HAProxy does
 * @param server {@code %s}: a pod's or server's name, or {@link #NO_SERVER}
 */
public record LogRoute(String listener, String backend, String server) {
    /** No server was chosen. */
    public static final String NO_SERVER = "<NOSRV>";
}
