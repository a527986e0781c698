package io.tenbin.proxy.http;

import io.netty.buffer.ByteBuf;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.ResponseHead;
import io.tenbin.proxy.upstream.ServerStream;

/**
 * What becomes of an exchange after a 101 (RFC 9110 section 7.8), or a 2xx to CONNECT (section 9.3.6): bytes pass both ways as they are, each direction until its
 * sender ends it.
 */
final class Tunnel implements ClientStream.Receiver, ServerStream.Receiver {
    private final Forwarding forwarding;
    private final ClientStream client;
    private final ServerStream server;
    private final Patience patience;
    private boolean clientEnded;
    private boolean serverEnded;
    private boolean over;

    Tunnel(Forwarding forwarding, ClientStream client, ServerStream server, Patience patience) {
        this.forwarding = forwarding;
        this.client = client;
        this.server = server;
        this.patience = patience;
    }

    /** Takes both streams over. What the client sent ahead of the switch comes before this returns. */
    void begin() {
        server.tunnel(this);
        client.flush();
        client.tunnel(this);
        requestPause();
    }

    @Override
    public void requestBody(ByteBuf data) {
        if (over) {
            data.release();
        } else {
            server.body(data);
        }
    }

    @Override
    public void requestEnd(Fields trailers) {
        clientEnded = true;
        server.end(Fields.EMPTY);
        endIfBothEnded();
    }

    @Override
    public void requestPause() {
        server.flush();
        serverWritability();
    }

    @Override
    public void clientWritability() {
        if (!serverEnded && client.writable()) {
            server.read();
        }
        patience.withTunnel();
    }

    @Override
    public void requestMalformed(ErrorAnswer answer) {
        throw new IllegalStateException("nothing is parsed in a tunnel");
    }

    @Override
    public void clientLost(char cause) {
        cut(cause);
    }

    @Override
    public void clientFinished() {
        throw new IllegalStateException("the end of one direction of a tunnel is the end of the request");
    }

    @Override
    public void expired() {
        cut('c');
    }

    @Override
    public void answer(ResponseHead head) {
        throw new IllegalStateException("nothing is parsed in a tunnel");
    }

    @Override
    public void answerBody(ByteBuf data) {
        client.body(data);
    }

    @Override
    public void answerEnd(Fields trailers) {
        serverEnded = true;
        client.end(Fields.EMPTY);
        endIfBothEnded();
    }

    @Override
    public void answerPause() {
        client.flush();
        clientWritability();
    }

    @Override
    public void serverWritability() {
        if (!clientEnded && server.writable()) {
            client.read();
        }
        patience.withTunnel();
    }

    @Override
    public void serverLost(ServerStream.Loss loss) {
        over = true;
        forwarding.tunnelCut('S');
    }

    private void endIfBothEnded() {
        if (clientEnded && serverEnded) {
            over = true;
            forwarding.complete();
        } else {
            patience.withTunnel();
        }
    }

    private void cut(char cause) {
        if (!over) {
            over = true;
            server.abort();
            forwarding.tunnelCut(cause);
        }
    }
}
