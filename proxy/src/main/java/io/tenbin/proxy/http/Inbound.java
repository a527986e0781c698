package io.tenbin.proxy.http;

import io.netty.util.AsciiString;
import io.tenbin.config.HttpListenerConfig;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.snapshot.HttpListenerView;

/**
 * A request as it came in, with what belongs to it until its line is in the log.
 *
 * @param client where it came from, and where the answer goes
 * @param listener as it was when the request came
 * @param body of the request, as far as it has come
 * @param id the request's identifier; empty for none
 */
record Inbound(
        ClientStream client,
        RequestHead request,
        HttpListenerView listener,
        RequestBody body,
        ExchangeLog log,
        AsciiString id) {

    HttpListenerConfig config() {
        return listener.config();
    }

    /** What values of fields are taken from. */
    RequestSamples samples() {
        return new RequestSamples(client, request, id);
    }
}
