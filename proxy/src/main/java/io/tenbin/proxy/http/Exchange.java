package io.tenbin.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import io.tenbin.config.RuleAction;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.limit.RateLimit;
import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.snapshot.HttpAction;
import io.tenbin.proxy.snapshot.HttpListenerView;
import io.tenbin.proxy.upstream.ServerStream;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. Decides what becomes of it, answers what is answered here, and ends it, whatever happens: with an
 * answer, a cut, and a line in the log. What goes to a server is a {@link Forwarding}'s. Knows nothing of how the client's stream
 * is carried. All calls are made on the one event loop of both sides.
 *
 * <pre>
 *   begin --refused, or answered by a rule------------------------&gt; over
 *     '--a rule's Backend--&gt; Forwarding --answered, cut, given up--&gt; over
 * </pre>
 */
final class Exchange implements ClientStream.Receiver {
    private final Inbound in;
    private final ClientStream client;
    private final RequestBody body;
    private final Servers servers;
    private @Nullable Forwarding forwarding;
    private String termination = "----";
    private boolean refused;
    private boolean over;

    Exchange(ClientStream client, RequestHead request, HttpListenerView listener, Servers servers, ExchangeLog log) {
        this.client = client;
        this.body = new RequestBody(request);
        AsciiString id =
                RequestIds.of(request, listener.config().http(), client.peer().getAddress());
        this.in = new Inbound(client, request, listener, body, log, id);
        this.servers = servers;
    }

    /** Decides where the request goes, and begins to send it there. */
    void begin() {
        in.log().headRead();
        RequestHead request = in.request();
        ErrorAnswer refusal = Admission.refusal(request, in.config().http());
        if (refusal != null) {
            refuse(refusal, Phase.REQUEST, 'P', true);
            return;
        }
        ForwardedFields.apply(request, in.config().http(), client.ends());
        RequestIds.apply(request.fields(), in.config().http().requestId(), in.id());
        in.listener().edits().request().apply(request.fields(), in.samples());
        switch (in.listener().route(new RequestView(request, client, in.listener()))) {
            case HttpAction.Forward forward -> forward(forward);
            case HttpAction.Respond respond ->
                reply(
                        respond.answer().status(),
                        'L',
                        respond.answer().fields(),
                        respond.answer().body());
            case HttpAction.Redirect redirect -> redirect(redirect.redirect());
        }
    }

    private void forward(HttpAction.Forward action) {
        if (throttled(action.policy().rateLimit())) {
            return;
        }
        BackendView backend = action.backend();
        if (backend == null) {
            refuse(ErrorAnswer.SERVICE_UNAVAILABLE, Phase.CONNECT, 'S', body.awaited());
            return;
        }
        if (action.policy().rewrite() != null && !in.request().hasPath()) {
            refuse(ErrorAnswer.BAD_REQUEST, Phase.REQUEST, 'P', body.awaited());
            return;
        }
        // What belongs to a server goes there, as long as that serves: it is no new work.
        boolean stays = !backend.usable().isEmpty()
                || Stickiness.keeps(backend, in.request(), client.peer().getAddress());
        BackendView target = stays ? backend : in.listener().forNewWork(backend);
        forwarding = new Forwarding(this, in, target, action.policy(), servers);
        forwarding.begin();
    }

    private boolean throttled(@Nullable RateLimit limit) {
        ThrottleAnswer over = limit == null ? null : ThrottleAnswer.of(in, limit);
        if (over != null) {
            reply(ErrorAnswer.TOO_MANY_REQUESTS.status(), 'P', over.fields(), over.body());
        }
        return over != null;
    }

    @Override
    public void requestBody(ByteBuf data) {
        if (over) {
            data.release();
        } else if (Admission.tooLarge(
                body.size() + data.readableBytes(), in.config().http().limits())) {
            data.release();
            fail(ErrorAnswer.PAYLOAD_TOO_LARGE, 'P');
        } else if (forwarding == null) {
            body.hold(data);
        } else {
            forwarding.requestBody(data);
        }
    }

    @Override
    public void requestEnd(Fields trailers) {
        body.end(trailers);
        if (refused) {
            end();
        } else if (forwarding != null) {
            forwarding.requestEnd();
            body.sendCopy();
        }
    }

    @Override
    public void requestPause() {
        if (forwarding != null) {
            forwarding.requestPause();
        }
    }

    @Override
    public void clientWritability() {
        if (forwarding != null) {
            forwarding.clientWritability();
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
        if (forwarding != null && forwarding.queued()) {
            fail(null, 'C');
        }
    }

    @Override
    public void expired() {
        if (forwarding != null) {
            forwarding.expired();
        }
    }

    /** Request and answer have ended, or what is left of the request interests nobody. */
    void complete() {
        end();
    }

    /** Ends before its time: with an answer made here if none is under way, with a visible cut if one is. */
    void fail(@Nullable ErrorAnswer answer, char cause) {
        if (over) {
            return;
        }
        boolean answered = forwarding != null && forwarding.answered();
        Phase phase = forwarding == null ? Phase.REQUEST : forwarding.giveUp();
        if (answer != null && phase != Phase.DATA) {
            refuse(answer, phase, cause, true);
            return;
        }
        termination = phase.endedBy(cause);
        if (!answered) {
            client.abort(forwarding == null ? ServerStream.NOT_RESET : forwarding.resetCode());
        }
        end();
    }

    /** No server can have it. */
    void unserved(ErrorAnswer answer, Phase phase, char cause) {
        refuse(answer, phase, cause, body.awaited());
    }

    private void redirect(RuleAction.Redirect redirect) {
        Fields fields =
                RedirectAnswer.fields(redirect, in.request(), in.config().port(), client.ends());
        reply(redirect.status(), 'L', fields, Unpooled.EMPTY_BUFFER);
    }

    /** @param cause {@code L} if a rule answers, which HAProxy says of {@code return} and {@code redirect}; {@code P} if it denies */
    private void reply(int status, char cause, Fields fields, ByteBuf content) {
        boolean last = body.awaited() || Admission.connects(in.request());
        answersHere(status, Phase.REQUEST.endedBy(cause));
        client.reply(status, fields, content, last);
        if (last || body.ended()) {
            end();
        }
    }

    /** @param last if not, nothing but the end of the request is still to come */
    private void refuse(ErrorAnswer answer, Phase phase, char cause, boolean last) {
        answersHere(answer.status(), phase.endedBy(cause));
        client.refuse(answer, in.listener().errorPage(answer.status()), last || Admission.connects(in.request()));
        if (last || body.ended()) {
            end();
        }
    }

    private void answersHere(int status, String state) {
        refused = true;
        termination = state;
        in.log().refused(status);
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        client.timeout().stop();
        body.over();
        if (forwarding != null) {
            // Before the log, which says how long it waited in vain.
            forwarding.stop();
        }
        in.log()
                .write(
                        in.config().accessLog(),
                        forwarding == null ? termination : forwarding.withCookies(termination),
                        client.bytesSent(),
                        in.request(),
                        forwarding == null ? null : forwarding.dispatch());
        if (forwarding != null) {
            forwarding.end();
        }
        client.ended();
    }
}
