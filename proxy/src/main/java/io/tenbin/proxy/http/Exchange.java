package io.tenbin.proxy.http;

import io.netty.buffer.ByteBuf;
import io.tenbin.config.HttpListenerConfig;
import io.tenbin.config.ServerTimeoutsConfig;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.Framing;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.http1.ResponseHead;
import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.snapshot.HttpListenerView;
import io.tenbin.proxy.upstream.ConnectFailure;
import io.tenbin.proxy.upstream.ServerStream;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, between a client's stream and a server's. Knows nothing of how either is carried.
 *
 * <pre>
 *   REQUEST --rule--&gt; CONNECT --server found--&gt; HEAD --final head--&gt; DATA --request and answer ended--&gt; over
 *                        ^                       |                    '--101--&gt; DATA, as a tunnel
 *                        '--lost, to be repeated-'
 *   any of them --refused here, timeout, client or server lost--&gt; over
 * </pre>
 *
 * <p>Backpressure: the client is asked for more only while the server takes it, and the server only while the client does. All
 * calls are made on the one event loop of both streams.
 */
final class Exchange implements ServerStream.Receiver, Attempts.Outcome {
    private final ClientStream client;
    private final RequestHead request;
    private final HttpListenerView listener;
    private final Servers servers;
    private final ExchangeLog log;
    private final Patience patience;
    private final ReplayBuffer body;
    private Phase phase = Phase.REQUEST;
    private @Nullable Attempts attempts;
    private @Nullable ServerStream server;
    private Fields trailers = Fields.EMPTY;
    private long bodyBytes;
    private boolean requestEnded;
    private boolean answerEnded;
    private boolean interimSent;
    private boolean tunnel;
    private boolean over;
    private String termination = "----";

    Exchange(ClientStream client, RequestHead request, HttpListenerView listener, Servers servers, ExchangeLog log) {
        this.client = client;
        this.request = request;
        this.listener = listener;
        this.servers = servers;
        this.log = log;
        this.patience = new Patience(client.timeout(), listener.config().timeouts());
        this.body = new ReplayBuffer(request);
    }

    /** Decides where the request goes, and begins to send it there. */
    void begin() {
        log.headRead();
        ErrorAnswer refusal = Admission.refusal(request, config().http().limits());
        if (refusal != null) {
            refuse(refusal, 'P', true);
            return;
        }
        ForwardedFields.apply(request, config(), client.peer().getAddress());
        BackendView backend = listener.route(new RequestView(request));
        phase = Phase.CONNECT;
        if (backend == null) {
            refuse(ErrorAnswer.SERVICE_UNAVAILABLE, 'S', hasBody());
            return;
        }
        NextHop.prepare(request, config().http(), client.local());
        Attempts search = servers.search(backend, body.reuse(), this);
        attempts = search;
        search.begin();
    }

    /** Bytes of the request's body, which this releases. */
    void requestBody(ByteBuf data) {
        bodyBytes += data.readableBytes();
        if (over) {
            data.release();
        } else if (!tunnel && Admission.tooLarge(bodyBytes, config().http().limits())) {
            data.release();
            fail(ErrorAnswer.PAYLOAD_TOO_LARGE, 'P');
        } else if (server == null) {
            body.hold(data);
        } else {
            body.pass(data, server);
        }
    }

    /** The request, or the client's direction of a tunnel, is complete. */
    void requestEnd(Fields withTrailers) {
        requestEnded = true;
        trailers = withTrailers;
        ServerStream to = server;
        if (to != null) {
            if (answerEnded) {
                server = null;
            }
            to.end(withTrailers);
        }
        progress();
        endIfComplete();
    }

    /** What could be read now of the request was. */
    void requestPause() {
        if (server != null && !requestEnded) {
            server.flush();
            serverWritability();
        }
    }

    void clientWritability() {
        if (server != null && client.writable()) {
            server.read();
        }
        progress();
    }

    /** The request breaks a rule after its head. */
    void requestMalformed(ErrorAnswer answer) {
        fail(answer, 'P');
    }

    /** The client is gone, or stopped in the middle of its request. */
    void clientLost() {
        fail(null, 'C');
    }

    /** The proxy ends, and waits no longer. */
    void killed() {
        fail(null, 'K');
    }

    /** The time of {@link ClientStream#timeout} is up. */
    void expired() {
        if (patience.isWithClient()) {
            fail(ErrorAnswer.REQUEST_TIMEOUT, 'c');
        } else {
            fail(ErrorAnswer.GATEWAY_TIMEOUT, 's');
        }
    }

    @Override
    public void found(ServerStream found) {
        server = found;
        phase = Phase.HEAD;
        log.connected();
        found.send(request, this);
        body.replay(found);
        if (requestEnded) {
            found.end(trailers);
            progress();
        } else {
            requestPause();
        }
    }

    @Override
    public void nothingFound(@Nullable ConnectFailure why) {
        char cause = switch (why) {
            case TIMED_OUT -> 's';
            case NO_RESOURCES -> 'R';
            case REFUSED, RETIRED -> 'S';
            case null -> 'S';
        };
        refuse(ErrorAnswer.SERVICE_UNAVAILABLE, cause, hasBody() && !requestEnded);
    }

    @Override
    public void answer(ResponseHead head) {
        boolean switches = head.status() == 101;
        if (switches && !(requestEnded && NextHop.asksForUpgrade(request))) {
            fail(ErrorAnswer.BAD_GATEWAY, 'P');
            return;
        }
        NextHop.prepare(head);
        if (head.interim()) {
            interimSent = true;
            client.interim(head);
            return;
        }
        phase = Phase.DATA;
        log.answered(head.status());
        client.answer(head, switches || leavesRequestUnread(head));
        if (switches) {
            enterTunnel();
        }
    }

    @Override
    public void answerBody(ByteBuf data) {
        client.body(data);
    }

    @Override
    public void answerEnd(Fields withTrailers) {
        answerEnded = true;
        if (requestEnded) {
            server = null;
        }
        client.end(withTrailers);
        progress();
        endIfComplete();
    }

    @Override
    public void answerPause() {
        client.flush();
        clientWritability();
    }

    @Override
    public void serverWritability() {
        if (server != null && server.writable() && !requestEnded) {
            client.read();
        }
        progress();
    }

    @Override
    public void serverLost(ServerStream.Loss loss) {
        boolean reused = server != null && server.reused();
        server = null;
        if (answerEnded) {
            // All that the server had to say was said; it wants no more of the request.
            end();
        } else if (loss == ServerStream.Loss.NO_ANSWER && repeat(reused)) {
            patience.stop();
        } else {
            fail(ErrorAnswer.BAD_GATEWAY, loss == ServerStream.Loss.MALFORMED ? 'P' : 'S');
        }
    }

    /** Tries another server, if what happened to the request at the one that was lost does not matter. */
    private boolean repeat(boolean reused) {
        if (attempts == null || interimSent || !body.repeatable()) {
            return false;
        }
        phase = Phase.CONNECT;
        boolean trying = attempts.again(reused);
        if (!trying) {
            phase = Phase.HEAD;
        }
        return trying;
    }

    /** RFC 9112 section 9.3: who answers without reading the request to its end closes afterwards. */
    private boolean leavesRequestUnread(ResponseHead head) {
        return !requestEnded && (!head.keepAlive() || awaitsContinue());
    }

    private boolean awaitsContinue() {
        return request.expectContinue() && bodyBytes == 0 && !interimSent;
    }

    private void enterTunnel() {
        tunnel = true;
        requestEnded = false;
        body.release();
        if (server != null) {
            server.tunnel();
        }
        client.flush();
        client.tunnel();
        client.read();
        progress();
    }

    /** Something moved: the time that may pass until something moves again begins anew. */
    private void progress() {
        if (over || server == null || attempts == null) {
            return;
        }
        ServerTimeoutsConfig timeouts = attempts.backend().config().timeouts();
        if (tunnel) {
            patience.withTunnel(timeouts);
        } else if (waitsForClient(server)) {
            patience.withClient();
        } else {
            patience.withServer(timeouts);
        }
    }

    private boolean waitsForClient(ServerStream to) {
        boolean unread = phase == Phase.DATA && !client.writable();
        boolean unsent = !requestEnded && to.writable() && !awaitsContinue();
        return unread || unsent;
    }

    private void endIfComplete() {
        if (requestEnded && answerEnded) {
            end();
        }
    }

    /** Ends before its time: with an answer made here if none is under way, with a visible cut if one is. */
    private void fail(@Nullable ErrorAnswer answer, char cause) {
        if (over) {
            return;
        }
        if (server != null) {
            server.abort();
            server = null;
        }
        if (answer != null && phase != Phase.DATA) {
            refuse(answer, cause, true);
            return;
        }
        termination = phase.endedBy(cause);
        if (!answerEnded) {
            client.abort();
        }
        end();
    }

    /** @param last if not, the rest of the request is still to come, and nothing but its end is expected */
    private void refuse(ErrorAnswer answer, char cause, boolean last) {
        termination = phase.endedBy(cause);
        log.refused(answer.status());
        answerEnded = true;
        client.refuse(answer, last);
        if (last || requestEnded) {
            end();
        }
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        patience.stop();
        body.release();
        log.write(config().accessLog(), termination, client.bytesSent(), request, attempts);
        if (attempts != null) {
            attempts.end();
        }
        client.ended();
    }

    private boolean hasBody() {
        return request.framing() != Framing.NONE;
    }

    private HttpListenerConfig config() {
        return listener.config();
    }
}
