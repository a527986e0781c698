package io.tenbin.proxy.http;

import io.tenbin.proxy.balance.BalanceInput;
import java.net.InetAddress;

/** A request as balancing sees it: as it is sent on. */
record RequestInput(ClientStream client) implements BalanceInput {

    @Override
    public InetAddress source() {
        return client.peer().getAddress();
    }
}
