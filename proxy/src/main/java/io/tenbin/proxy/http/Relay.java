package io.tenbin.proxy.http;

import io.netty.buffer.ByteBuf;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.http1.ResponseHead;
import io.tenbin.proxy.upstream.ServerStream;

/**
 * Carries one request to one server, and the answer back. What moves one way does not wait for the other: a server may answer
 * before it has the whole request.
 *
 * <p>Backpressure: the client is asked for more only while the server takes it, and the server only while the client does.
 */
final class Relay implements ServerStream.Receiver {
    private final Forwarding forwarding;
    private final ClientStream client;
    private final ServerStream server;
    private final RequestHead request;
    private final RequestBody body;
    private final Patience patience;
    private boolean interimSent;
    private boolean answering;
    private boolean answered;

    Relay(
            Forwarding forwarding,
            ClientStream client,
            ServerStream server,
            RequestHead request,
            RequestBody body,
            Patience patience) {
        this.forwarding = forwarding;
        this.client = client;
        this.server = server;
        this.request = request;
        this.body = body;
        this.patience = patience;
    }

    /** @param last whether the server's connection is to carry this exchange only */
    void begin(boolean last) {
        server.send(request, last, this);
        body.replay(server);
        serverWritability();
    }

    void requestBody(ByteBuf data) {
        body.pass(data, server);
    }

    /** The {@link RequestBody} has ended. */
    void requestEnd() {
        server.end(body.trailers());
        if (answered) {
            forwarding.complete();
        } else {
            progress();
        }
    }

    void requestPause() {
        if (!body.ended()) {
            server.flush();
            serverWritability();
        }
    }

    void clientWritability() {
        if (!answered && client.writable()) {
            server.read();
        }
        progress();
    }

    /** Takes the request back; the server sees that it is not whole. */
    void abort() {
        server.abort();
    }

    /** Who was waited for when the time was up. */
    boolean waitsForClient() {
        return patience.isWithClient();
    }

    /** Whether the client has got the answer, all of it. */
    boolean answered() {
        return answered;
    }

    @Override
    public void answer(ResponseHead head) {
        boolean connects = Admission.connects(request);
        boolean switches = head.status() == 101 || (connects && head.status() / 100 == 2);
        boolean uncalledFor = head.status() == 101 && !(body.ended() && NextHop.asksForUpgrade(request));
        if (uncalledFor || !client.takes(head)) {
            forwarding.fail(ErrorAnswer.BAD_GATEWAY, 'P');
            return;
        }
        if (!head.interim() && forwarding.repeatsAfter(head.status())) {
            return;
        }
        NextHop.prepare(head);
        if (head.interim()) {
            interimSent = true;
            client.interim(head);
            return;
        }
        answering = true;
        ResponseHead sent = forwarding.answering(head);
        client.answer(sent, switches || connects || leavesRequestUnread(head));
        if (switches) {
            forwarding.tunnels();
            new Tunnel(forwarding, client, server, patience).begin();
        }
    }

    @Override
    public void answerBody(ByteBuf data) {
        forwarding.answerBody().write(data);
    }

    @Override
    public void answerEnd(Fields trailers) {
        answered = true;
        forwarding.answerBody().end(trailers);
        if (body.ended()) {
            forwarding.complete();
        } else {
            progress();
        }
    }

    @Override
    public void answerPause() {
        forwarding.answerBody().flush();
        clientWritability();
    }

    @Override
    public void serverWritability() {
        if (!body.ended() && server.writable()) {
            client.read();
        }
        progress();
    }

    @Override
    public void serverLost(ServerStream.Loss loss) {
        if (answered) {
            // All that the server had to say was said; it wants no more of the request.
            forwarding.complete();
        } else {
            forwarding.serverLost(loss, server);
        }
    }

    /** RFC 9112 section 9.3: who answers without reading the request to its end closes afterwards. */
    private boolean leavesRequestUnread(ResponseHead head) {
        return !body.ended() && (!head.keepAlive() || awaitsContinue());
    }

    private boolean awaitsContinue() {
        return request.expectContinue() && body.size() == 0 && !interimSent;
    }

    /** Something moved, or is asked for: the time that may pass until something moves begins anew. */
    private void progress() {
        boolean unread = answering && !client.writable();
        boolean unsent = !body.ended() && server.writable() && !awaitsContinue();
        if (unread || unsent) {
            patience.withClient();
        } else {
            patience.withServer();
        }
    }
}
