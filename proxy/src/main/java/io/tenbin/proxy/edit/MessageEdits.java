package io.tenbin.proxy.edit;

import io.tenbin.config.HeadersConfig;
import io.tenbin.config.ValueTemplate.Message;

/**
 * Changes of a request and of its answer.
 *
 * @param request of the request
 * @param response of the server's answer
 */
public record MessageEdits(HeaderEdits request, HeaderEdits response) {
    public static final MessageEdits NONE = new MessageEdits(HeaderEdits.NONE, HeaderEdits.NONE);

    /** Compiles both. */
    public static MessageEdits compile(HeadersConfig config) {
        return config.equals(HeadersConfig.NONE)
                ? NONE
                : new MessageEdits(
                        HeaderEdits.compile(config.request(), Message.REQUEST),
                        HeaderEdits.compile(config.response(), Message.RESPONSE));
    }
}
