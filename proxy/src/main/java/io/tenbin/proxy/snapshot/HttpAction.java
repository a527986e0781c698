package io.tenbin.proxy.snapshot;

import io.tenbin.config.RuleAction;
import io.tenbin.proxy.edit.MessageEdits;
import org.jspecify.annotations.Nullable;

/** What becomes of one request, decided by the rule that holds for it. */
public sealed interface HttpAction {

    /**
     * It goes to a Backend.
     *
     * @param backend null if there is none to go to, which is answered 503
     * @param edits what the rule changes of it and of its answer
     */
    record Forward(@Nullable BackendView backend, MessageEdits edits) implements HttpAction {}

    /** It is answered here, each time the same. */
    record Respond(StoredAnswer answer) implements HttpAction {}

    /** The client is sent elsewhere. */
    record Redirect(RuleAction.Redirect redirect) implements HttpAction {}
}
