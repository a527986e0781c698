package io.tenbin.proxy.http;

import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.http1.ResponseHead;
import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.snapshot.ForwardPolicy;
import io.tenbin.proxy.upstream.Endpoint;
import org.jspecify.annotations.Nullable;

/** What is changed of a request on its way to a Backend, and of the answer on its way back. */
final class Transit {
    private final Inbound in;
    private final BackendView backend;
    private final ForwardPolicy policy;
    private final @Nullable Stickiness stickiness;

    private Transit(Inbound in, BackendView backend, ForwardPolicy policy, @Nullable Stickiness stickiness) {
        this.in = in;
        this.backend = backend;
        this.policy = policy;
        this.stickiness = stickiness;
    }

    /**
     * Makes the request fit to be sent on: without what was meant for this hop, and changed as the rule says.
     *
     * @param last whether the server's connection is to carry this exchange only
     */
    static void prepare(Inbound in, ForwardPolicy policy, boolean last) {
        RequestHead request = in.request();
        NextHop.prepare(
                request,
                in.config().http(),
                in.client().local(),
                in.listener().edits().request().written(),
                last);
        policy.edits().request().apply(request.fields(), in.samples());
        if (policy.rewrite() != null) {
            policy.rewrite().apply(request);
        }
    }

    /** Changes a prepared request as its Backend wants it, and takes out of it what keeps it at a server. */
    static Transit begin(Inbound in, BackendView backend, ForwardPolicy policy) {
        RequestHead request = in.request();
        backend.edits().request().apply(request.fields(), in.samples());
        return new Transit(in, backend, policy, Stickiness.of(backend, request));
    }

    /** The server that the request belongs to; null if it may go to any. */
    @Nullable
    Endpoint owner() {
        return stickiness == null ? null : stickiness.endpoint();
    }

    /** Changes the head of a server's answer: the Backend, the rule, the listener, which is HAProxy's order, then cookies. */
    void answer(ResponseHead head, @Nullable Endpoint answering) {
        backend.edits().response().apply(head.fields(), in.samples());
        policy.edits().response().apply(head.fields(), in.samples());
        in.listener().edits().response().apply(head.fields(), in.samples());
        if (stickiness != null) {
            stickiness.answer(head, answering);
        }
    }

    /** The termination state with what cookies add to it. */
    String withCookies(String termination) {
        return stickiness == null ? termination : termination.substring(0, 2) + stickiness.flags();
    }
}
