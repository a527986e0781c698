package io.tenbin.proxy.snapshot;

import io.tenbin.config.RuleAction;
import io.tenbin.proxy.edit.MessageEdits;
import io.tenbin.proxy.edit.Rewrite;
import io.tenbin.proxy.limit.RateLimit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says of the requests that it sends on, besides where to.
 *
 * @param edits what is changed of the request's fields and of its answer's
 * @param rewrite what is changed of the request's target; null for nothing
 * @param timeout from the request's head to the end of the answer; null for no limit
 * @param rateLimit how many of one client are let through; null for all
 * @param mirror who gets copies; null for nobody
 */
public record ForwardPolicy(
        MessageEdits edits,
        @Nullable Rewrite rewrite,
        @Nullable Duration timeout,
        @Nullable RateLimit rateLimit,
        @Nullable MirrorPolicy mirror) {
    /** Nothing more. */
    public static final ForwardPolicy NONE = new ForwardPolicy(MessageEdits.NONE, null, null, null, null);

    static ForwardPolicy compile(RuleAction.Forward config) {
        return new ForwardPolicy(
                MessageEdits.compile(config.headers()),
                config.rewrite() == null ? null : Rewrite.compile(config.rewrite()),
                config.requestTimeout(),
                config.rateLimit() == null ? null : new RateLimit(config.rateLimit()),
                config.mirror() == null ? null : new MirrorPolicy(config.mirror()));
    }
}
