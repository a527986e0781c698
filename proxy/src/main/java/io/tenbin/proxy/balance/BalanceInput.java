package io.tenbin.proxy.balance;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** What an algorithm may ask of the request, or of the connection, that it chooses for. Of a connection only the source is known. */
public interface BalanceInput {

    /** Who sent it: the client's address. */
    InetAddress source();

    /** The request target as sent; null if there is none. */
    default @Nullable CharSequence target() {
        return null;
    }

    /** The target from its path on, with the query; empty for one that has no path (CONNECT, {@code *}); null if there is none. */
    default @Nullable CharSequence pathAndQuery() {
        return null;
    }

    /** The first line of this field; null if there is none. */
    default @Nullable CharSequence field(CharSequence name) {
        return null;
    }

    /** The value of the first cookie of this name; null if there is none. */
    default @Nullable CharSequence cookie(CharSequence name) {
        return null;
    }

    /** A connection of which nothing else is known. */
    static BalanceInput of(InetAddress source) {
        return new Connection(source);
    }

    /**
     * A connection.
     *
     * @param source the client's address
     */
    record Connection(InetAddress source) implements BalanceInput {}
}
