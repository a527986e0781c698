package io.tenbin.proxy.balance;

import java.net.InetAddress;

/** What an algorithm may ask of the request, or of the connection, that it chooses for. */
public interface BalanceInput {

    /** Who sent it: the client's address. */
    InetAddress source();

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
