package io.tenbin.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tenbin.proxy.http1.FieldNames;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.limit.RateLimit;
import io.tenbin.proxy.listener.ListenerStats;
import io.tenbin.proxy.snapshot.StoredAnswer;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a client gets that is over its limit (RFC 6585 section 4).
 *
 * @param fields all but those that delimit the answer
 * @param body to be written and forgotten
 */
record ThrottleAnswer(Fields fields, ByteBuf body) {
    private static final ByteBuf WORDS = Unpooled.unreleasableBuffer(
            Unpooled.copiedBuffer(ErrorAnswer.TOO_MANY_REQUESTS.body(), StandardCharsets.US_ASCII)
                    .asReadOnly());

    /** Counts the request; null if it may pass. */
    static @Nullable ThrottleAnswer of(Inbound in, RateLimit limit) {
        ListenerStats stats = in.log().listener();
        InetAddress client = in.client().peer().getAddress();
        long wait = limit.take(in.request().fields(), client, System.nanoTime(), stats.forgottenKeys());
        if (wait == 0) {
            return null;
        }
        stats.throttled().increment();
        StoredAnswer page = in.listener().errorPage(ErrorAnswer.TOO_MANY_REQUESTS.status());
        Fields fields = page == null ? new Fields() : page.fields();
        if (page == null) {
            fields.add(FieldNames.CONTENT_TYPE, "text/html");
        }
        fields.add(FieldNames.CACHE_CONTROL, "no-cache");
        // In whole seconds (RFC 9110 section 10.2.3).
        fields.add(FieldNames.RETRY_AFTER, Long.toString(Math.ceilDiv(wait, TimeUnit.SECONDS.toNanos(1))));
        return new ThrottleAnswer(fields, page == null ? WORDS.duplicate() : page.body());
    }
}
