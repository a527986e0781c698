package io.tenbin.proxy.snapshot;

import io.tenbin.config.RuleAction;
import org.jspecify.annotations.Nullable;

/** What becomes of one request, decided by the rule that holds for it. */
public sealed interface HttpAction {

    /**
     * It goes to a Backend.
     *
     * @param backend null if there is none to go to, which is answered 503
     * @param policy what else the rule says of it
     */
    record Forward(@Nullable BackendView backend, ForwardPolicy policy) implements HttpAction {}

    /** It is answered here, each time the same. */
    record Respond(StoredAnswer answer) implements HttpAction {}

    /** The client is sent elsewhere. */
    record Redirect(RuleAction.Redirect redirect) implements HttpAction {}
}
