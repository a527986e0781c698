package io.tenbin.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tenbin.config.HttpListenerConfig;
import io.tenbin.config.RetriesConfig.Cause;
import io.tenbin.config.RuleAction;
import io.tenbin.config.ServerTimeoutsConfig;
import io.tenbin.proxy.dispatch.Dispatch;
import io.tenbin.proxy.dispatch.NoServer;
import io.tenbin.proxy.edit.MessageEdits;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.http1.ResponseHead;
import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.snapshot.HttpAction;
import io.tenbin.proxy.snapshot.HttpListenerView;
import io.tenbin.proxy.upstream.Reuse;
import io.tenbin.proxy.upstream.ServerStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. Decides where the request goes, and what the client is told if that fails; a {@link Relay} carries
 * the bytes. Knows nothing of how either side's stream is carried. All calls are made on the one event loop of both.
 *
 * <pre>
 *   REQUEST --rule--&gt; CONNECT --server found--&gt; HEAD --final head--&gt; DATA --request and answer ended--&gt; over
 *                        ^                       |                    '--101--&gt; tunnel --both ways ended--&gt; over
 *                        '--lost, to be repeated-'
 *   CONNECT may lead through QUEUE, while all servers are busy
 *   any of them --refused here, timeout, client or server lost--&gt; over
 * </pre>
 */
final class Exchange implements ClientStream.Receiver, Dispatch.Outcome<ServerStream> {
    private final ClientStream client;
    private final RequestHead request;
    private final HttpListenerView listener;
    private final Servers servers;
    private final ExchangeLog log;
    private final RequestBody body;
    private Phase phase = Phase.REQUEST;
    private String termination = "----";
    private @Nullable Dispatch<ServerStream> dispatch;
    private @Nullable Stickiness stickiness;
    private @Nullable Relay relay;
    private MessageEdits edits = MessageEdits.NONE;
    private boolean lastOnServer;
    private boolean refused;
    private boolean over;

    Exchange(ClientStream client, RequestHead request, HttpListenerView listener, Servers servers, ExchangeLog log) {
        this.client = client;
        this.request = request;
        this.listener = listener;
        this.servers = servers;
        this.log = log;
        this.body = new RequestBody(request);
    }

    /** Decides where the request goes, and begins to send it there. */
    void begin() {
        log.headRead();
        ErrorAnswer refusal = Admission.refusal(request, config().http());
        if (refusal != null) {
            refuse(refusal, 'P', true);
            return;
        }
        ForwardedFields.apply(request, config(), client.peer().getAddress());
        listener.edits().request().apply(request.fields(), samples());
        switch (listener.route(new RequestView(request, client, listener))) {
            case HttpAction.Forward forward -> forward(forward.backend(), forward.edits());
            case HttpAction.Respond respond ->
                reply(
                        respond.answer().status(),
                        respond.answer().fields(),
                        respond.answer().body());
            case HttpAction.Redirect redirect -> redirect(redirect.redirect());
        }
    }

    private void forward(@Nullable BackendView backend, MessageEdits ofRule) {
        phase = Phase.CONNECT;
        if (backend == null) {
            refuse(ErrorAnswer.SERVICE_UNAVAILABLE, 'S', body.awaited());
            return;
        }
        lastOnServer = config().http().connectionMode().closesServer()
                || backend.config().connection().mode().closesServer();
        NextHop.prepare(
                request,
                config().http(),
                client.local(),
                listener.edits().request().written(),
                lastOnServer);
        edits = ofRule;
        edits.request().apply(request.fields(), samples());
        body.keepFor(backend.config().retries());
        stickiness = Stickiness.of(backend, request);
        dispatch = servers.search(backend, new RequestInput(client, request), reuse(backend), this);
        dispatch.begin(stickiness == null ? null : stickiness.endpoint());
    }

    @Override
    public void requestBody(ByteBuf data) {
        if (over) {
            data.release();
        } else if (Admission.tooLarge(
                body.size() + data.readableBytes(), config().http().limits())) {
            data.release();
            fail(ErrorAnswer.PAYLOAD_TOO_LARGE, 'P');
        } else if (relay == null) {
            body.hold(data);
        } else {
            relay.requestBody(data);
        }
    }

    @Override
    public void requestEnd(Fields trailers) {
        body.end(trailers);
        if (relay != null) {
            relay.requestEnd();
        } else if (refused) {
            end();
        }
    }

    @Override
    public void requestPause() {
        if (relay != null) {
            relay.requestPause();
        }
    }

    @Override
    public void clientWritability() {
        if (relay != null) {
            relay.clientWritability();
        }
    }

    @Override
    public void requestMalformed(ErrorAnswer answer) {
        fail(answer, 'P');
    }

    @Override
    public void clientLost(char cause) {
        fail(null, cause);
    }

    @Override
    public void clientFinished() {
        // Nobody waits for the answer to what has not begun: HAProxy's option abortonclose.
        if (dispatch != null && dispatch.queued()) {
            fail(null, 'C');
        }
    }

    @Override
    public void expired() {
        if (relay != null && relay.waitsForClient()) {
            fail(ErrorAnswer.REQUEST_TIMEOUT, 'c');
            return;
        }
        if (phase == Phase.HEAD && dispatch != null) {
            dispatch.tooSlow();
        }
        if (!repeats(Cause.RESPONSE_TIMEOUT, false)) {
            fail(ErrorAnswer.GATEWAY_TIMEOUT, 's');
        }
    }

    @Override
    public void found(ServerStream server) {
        phase = Phase.HEAD;
        log.connected();
        ServerTimeoutsConfig timeouts =
                Objects.requireNonNull(dispatch).backend().config().timeouts();
        Patience patience = new Patience(client.timeout(), config().timeouts(), timeouts);
        relay = new Relay(this, client, server, request, body, patience);
        relay.begin(lastOnServer);
    }

    @Override
    public void nothingFound(NoServer why) {
        if (why.queued()) {
            phase = Phase.QUEUE;
        }
        refuse(ErrorAnswer.SERVICE_UNAVAILABLE, why.cause(), body.awaited());
    }

    /** The answer's head is on its way to the client: from now on nothing can be repeated, nor answered otherwise. */
    void answering(ResponseHead head) {
        if (stickiness != null && dispatch != null) {
            stickiness.answer(head, dispatch.endpoint());
        }
        phase = Phase.DATA;
        log.answered(head.status());
        if (dispatch != null) {
            dispatch.answered();
        }
        body.release();
    }

    /** Request and answer have ended, or what is left of the request interests nobody. */
    void complete() {
        end();
    }

    /** The server went before it had answered. Another one may do, if what this one did with the request does not matter. */
    void serverLost(ServerStream.Loss loss, boolean reused) {
        relay = null;
        boolean repeated = switch (loss) {
            case NO_ANSWER -> repeats(Cause.EMPTY_RESPONSE, reused);
            case CUT, MALFORMED -> repeats(Cause.JUNK_RESPONSE, false);
        };
        if (!repeated) {
            fail(ErrorAnswer.BAD_GATEWAY, loss == ServerStream.Loss.MALFORMED ? 'P' : 'S');
        }
    }

    /** Whether the request goes to another server, or to this one once more, rather than this answer to the client. */
    boolean repeatsAfter(int status) {
        return mayRepeat() && Objects.requireNonNull(dispatch).allowsAfter(status) && repeat();
    }

    private boolean repeats(Cause cause, boolean stale) {
        return mayRepeat() && Objects.requireNonNull(dispatch).allows(cause, stale) && repeat();
    }

    /** As long as nothing of an answer has come. */
    private boolean mayRepeat() {
        return phase == Phase.HEAD && body.repeatable();
    }

    private boolean repeat() {
        if (relay != null) {
            relay.abort();
            relay = null;
        }
        client.timeout().stop();
        log.disconnected();
        phase = Phase.CONNECT;
        Objects.requireNonNull(dispatch).again();
        return true;
    }

    /** One side of a tunnel is lost. */
    void tunnelCut(char cause) {
        relay = null;
        fail(null, cause);
    }

    /** Ends before its time: with an answer made here if none is under way, with a visible cut if one is. */
    void fail(@Nullable ErrorAnswer answer, char cause) {
        if (over) {
            return;
        }
        boolean answered = relay != null && relay.answered();
        if (dispatch != null && dispatch.queued()) {
            phase = Phase.QUEUE;
        }
        if (relay != null) {
            relay.abort();
            relay = null;
        }
        if (answer != null && phase != Phase.DATA) {
            refuse(answer, cause, true);
            return;
        }
        termination = phase.endedBy(cause);
        if (!answered) {
            client.abort();
        }
        end();
    }

    /** Changes the head of the server's answer as the rule says, then as the listener does: HAProxy's order. */
    void edit(ResponseHead answer) {
        edits.response().apply(answer.fields(), samples());
        listener.edits().response().apply(answer.fields(), samples());
    }

    private RequestSamples samples() {
        return new RequestSamples(client, request, config().port());
    }

    private void redirect(RuleAction.Redirect redirect) {
        Fields fields = RedirectAnswer.fields(redirect, request, config().port(), client.local());
        reply(redirect.status(), fields, Unpooled.EMPTY_BUFFER);
    }

    /** Answers as a rule wants it: HAProxy's {@code LR}, which it says of {@code return} and {@code redirect}. */
    private void reply(int status, Fields fields, ByteBuf content) {
        boolean last = body.awaited() || Admission.connects(request);
        refused = true;
        termination = phase.endedBy('L');
        log.refused(status);
        client.reply(status, fields, content, last);
        if (last || body.ended()) {
            end();
        }
    }

    /** @param last if not, nothing but the end of the request is still to come */
    private void refuse(ErrorAnswer answer, char cause, boolean last) {
        refused = true;
        termination = phase.endedBy(cause);
        log.refused(answer.status());
        client.refuse(answer, last || Admission.connects(request));
        if (last || body.ended()) {
            end();
        }
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        relay = null;
        client.timeout().stop();
        body.release();
        if (dispatch != null) {
            // So that the log sees how long it waited in vain.
            dispatch.cancel();
        }
        log.write(config().accessLog(), termination(), client.bytesSent(), request, dispatch);
        if (dispatch != null) {
            dispatch.end();
        }
        client.ended();
    }

    private String termination() {
        return stickiness == null ? termination : termination.substring(0, 2) + stickiness.flags();
    }

    private Reuse reuse(BackendView backend) {
        return lastOnServer
                ? Reuse.NONE
                : Reuse.of(backend.config().connection().reuse(), body.repeatableIfKept());
    }

    private HttpListenerConfig config() {
        return listener.config();
    }
}
