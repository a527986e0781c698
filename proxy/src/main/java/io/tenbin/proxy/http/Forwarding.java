package io.tenbin.proxy.http;

import io.netty.buffer.ByteBuf;
import io.tenbin.config.RetriesConfig.Cause;
import io.tenbin.config.ServerTimeoutsConfig;
import io.tenbin.proxy.dispatch.Dispatch;
import io.tenbin.proxy.dispatch.NoServer;
import io.tenbin.proxy.http1.ResponseHead;
import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.snapshot.ForwardPolicy;
import io.tenbin.proxy.upstream.Demand;
import io.tenbin.proxy.upstream.ServerStream;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to a Backend, and the answer on its way back: what is changed of both, which server it is, and whether
 * another one is asked after a failure. A {@link Relay} carries the bytes to one server. How it ends is the {@link Exchange}'s.
 *
 * <pre>
 *   CONNECT --server found--&gt; HEAD --final head--&gt; DATA --request and answer ended--&gt; complete
 *      ^                       |                    '--101--&gt; tunnel --both ways ended--&gt; complete
 *      '--lost, to be repeated-'
 *   CONNECT may lead through QUEUE, while all servers are busy
 * </pre>
 */
final class Forwarding implements Dispatch.Outcome<ServerStream> {
    private final Exchange exchange;
    private final Inbound in;
    private final RequestBody body;
    private final Transit transit;
    private final AnswerBody answer;
    private final boolean lastOnServer;
    private final Dispatch<ServerStream> dispatch;
    private final Deadline deadline;
    private Phase phase = Phase.CONNECT;
    private long resetCode = ServerStream.NOT_RESET;
    private @Nullable Relay relay;

    /** Makes the request fit to be sent on. */
    Forwarding(Exchange exchange, Inbound in, BackendView backend, ForwardPolicy policy, Servers servers) {
        this.exchange = exchange;
        this.in = in;
        this.body = in.body();
        this.answer = new AnswerBody(in);
        this.deadline = policy.timeout() == null
                ? Deadline.NONE
                : Deadline.start(servers.timer(), policy.timeout(), () -> timeIsUp(false));
        this.lastOnServer = in.config().http().connectionMode().closesServer()
                || backend.config().connection().mode().closesServer();
        Transit.prepare(in, policy, lastOnServer);
        Mirror.begin(in, policy.mirror(), servers);
        this.transit = Transit.begin(in, backend, policy);
        this.body.keepFor(
                backend.config().retries(), backend.config().connection().version() != null);
        this.dispatch = servers.search(backend, new RequestInput(in.client(), in.request()), demand(backend), this);
    }

    /** Looks for a server. */
    void begin() {
        dispatch.begin(transit.owner());
    }

    void requestBody(ByteBuf data) {
        if (relay == null) {
            body.hold(data);
        } else {
            relay.requestBody(data);
        }
    }

    /** The {@link RequestBody} has ended. */
    void requestEnd() {
        if (relay != null) {
            relay.requestEnd();
        }
    }

    void requestPause() {
        if (relay != null) {
            relay.requestPause();
        }
    }

    void clientWritability() {
        if (relay != null) {
            relay.clientWritability();
        }
    }

    /** Nothing moved for as long as it may stand still. */
    void expired() {
        timeIsUp(true);
    }

    /** @param mayRepeat not if the rule gives no more time, however much moved */
    private void timeIsUp(boolean mayRepeat) {
        if (relay != null && relay.waitsForClient()) {
            exchange.fail(ErrorAnswer.REQUEST_TIMEOUT, 'c');
            return;
        }
        // The rule's time began before the server had the request: that it is up says nothing of the server.
        if (mayRepeat && phase == Phase.HEAD) {
            dispatch.tooSlow();
        }
        if (!mayRepeat || !repeats(Cause.RESPONSE_TIMEOUT, false)) {
            exchange.fail(ErrorAnswer.GATEWAY_TIMEOUT, 's');
        }
    }

    @Override
    public void found(ServerStream server) {
        phase = Phase.HEAD;
        in.log().connected();
        ServerTimeoutsConfig timeouts = dispatch.backend().config().timeouts();
        Patience patience = new Patience(in.client().timeout(), in.config().timeouts(), timeouts);
        relay = new Relay(this, in.client(), server, in.request(), body, patience);
        relay.begin(lastOnServer);
    }

    @Override
    public void nothingFound(NoServer why) {
        boolean reached = why == NoServer.TLS_FAILED || why == NoServer.NOT_HTTP2;
        ErrorAnswer answer = reached ? ErrorAnswer.BAD_GATEWAY : ErrorAnswer.SERVICE_UNAVAILABLE;
        exchange.unserved(answer, why.queued() ? Phase.QUEUE : phase, why.cause());
    }

    /** Makes the answer's head fit for the client, and returns it. From now on nothing can be repeated, nor answered otherwise. */
    ResponseHead answering(ResponseHead head) {
        transit.answer(head, dispatch.endpoint());
        phase = Phase.DATA;
        in.log().answered(head.status());
        dispatch.answered();
        body.release();
        return answer.begin(in, head);
    }

    AnswerBody answerBody() {
        return answer;
    }

    /** Both sides have agreed on a tunnel, which lasts as long as it is used. */
    void tunnels() {
        deadline.stop();
    }

    /** One side of a tunnel is lost. */
    void tunnelCut(char cause) {
        relay = null;
        exchange.fail(null, cause);
    }

    void complete() {
        exchange.complete();
    }

    void fail(ErrorAnswer answer, char cause) {
        exchange.fail(answer, cause);
    }

    /** The server went before it had answered. Another one may do, if what this one did with the request does not matter. */
    void serverLost(ServerStream.Loss loss, ServerStream server) {
        boolean reused = server.reused();
        resetCode = server.resetCode();
        relay = null;
        boolean repeated = switch (loss) {
            case NO_ANSWER -> repeats(Cause.EMPTY_RESPONSE, reused);
            case CUT, MALFORMED -> repeats(Cause.JUNK_RESPONSE, false);
            case UNPROCESSED -> repeatsUnprocessed(resetCode == ServerStream.NOT_RESET);
            case UNSUPPORTED -> false;
        };
        if (!repeated) {
            exchange.fail(ErrorAnswer.BAD_GATEWAY, loss == ServerStream.Loss.MALFORMED ? 'P' : 'S');
        }
    }

    /** Whether the request goes to another server, or to this one once more, rather than this answer to the client. */
    boolean repeatsAfter(int status) {
        return mayRepeat() && dispatch.allowsAfter(status) && repeat();
    }

    /**
     * Whatever the method is: the server has not seen the request.
     *
     * @param leaving whether it said so because it ends the connection, which says nothing against the server
     */
    private boolean repeatsUnprocessed(boolean leaving) {
        return phase == Phase.HEAD && body.replayable() && dispatch.allows(Cause.UNPROCESSED, leaving) && repeat();
    }

    private boolean repeats(Cause cause, boolean stale) {
        return mayRepeat() && dispatch.allows(cause, stale) && repeat();
    }

    /** As long as nothing of an answer has come. */
    private boolean mayRepeat() {
        return phase == Phase.HEAD && body.repeatable();
    }

    private boolean repeat() {
        abortRelay();
        in.client().timeout().stop();
        in.log().disconnected();
        phase = Phase.CONNECT;
        dispatch.again();
        return true;
    }

    /** With which the last server gave it up, as {@link ServerStream#resetCode}. */
    long resetCode() {
        return resetCode;
    }

    /** Whether it waits for a server that has room. */
    boolean queued() {
        return dispatch.queued();
    }

    /** Whether the client has got the answer, all of it. */
    boolean answered() {
        return relay != null && relay.answered();
    }

    /** Takes the request back from the server, who sees that it is not whole; says how far it had got. */
    Phase giveUp() {
        if (dispatch.queued()) {
            phase = Phase.QUEUE;
        }
        abortRelay();
        return phase;
    }

    /** Stops whatever is under way. */
    void stop() {
        relay = null;
        answer.close();
        deadline.stop();
        dispatch.cancel();
    }

    /** It is over. To be called once, after {@link #stop}. */
    void end() {
        dispatch.end();
    }

    /** For the log: where it went. */
    Dispatch<ServerStream> dispatch() {
        return dispatch;
    }

    /** The termination state with what cookies add to it. */
    String withCookies(String termination) {
        return transit.withCookies(termination);
    }

    private void abortRelay() {
        if (relay != null) {
            relay.abort();
            relay = null;
        }
    }

    private Demand demand(BackendView backend) {
        return Demand.of(backend.config().connection(), lastOnServer, body.repeatableIfKept());
    }
}
