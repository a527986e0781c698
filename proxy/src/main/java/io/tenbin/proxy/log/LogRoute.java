package io.tenbin.proxy.log;

import io.tenbin.proxy.transport.ConnectionEnds;

/**
 * The way that an exchange took.
 *
 * @param listener {@code %ft}
 * @param backend {@code %b}; the listener's name where no Backend was reached, as HAProxy does
 * @param server {@code %s}: a pod's or server's name, or {@link #NO_SERVER}
 */
public record LogRoute(String listener, String backend, String server) {
    /** {@code %ft}: the listener's name, with a {@code ~} where TLS ends at the proxy. */
    public static String listener(String name, ConnectionEnds ends) {
        return ends.tls() == null ? name : name + "~";
    }

    /** No server was chosen. */
    public static final String NO_SERVER = "<NOSRV>";
}
