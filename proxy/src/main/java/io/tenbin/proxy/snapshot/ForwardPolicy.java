package io.tenbin.proxy.snapshot;

import io.tenbin.config.RuleAction;
import io.tenbin.proxy.edit.MessageEdits;
import io.tenbin.proxy.edit.Rewrite;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says of the requests that it sends on, besides where to.
 *
 * @param edits what is changed of the request's fields and of its answer's
 * @param rewrite what is changed of the request's target; null for nothing
 * @param timeout from the request's head to the end of the answer; null for no limit
 */
public record ForwardPolicy(
        MessageEdits edits,
        @Nullable Rewrite rewrite,
        @Nullable Duration timeout) {
    /** Nothing more. */
    public static final ForwardPolicy NONE = new ForwardPolicy(MessageEdits.NONE, null, null);

    static ForwardPolicy compile(RuleAction.Forward config) {
        return new ForwardPolicy(
                MessageEdits.compile(config.headers()),
                config.rewrite() == null ? null : Rewrite.compile(config.rewrite()),
                config.requestTimeout());
    }
}
