package io.tenbin.proxy.http;

import io.netty.util.AsciiString;
import io.tenbin.config.HttpConfig;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.RequestHead;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Identifiers of requests (HAProxy's {@code unique-id-header}), in the form of a UUID of version 4: of each process 60 random bits,
 * behind them a count. No two are alike, and none is a secret.
 */
final class RequestIds {
    /** More than any form of identifier in use. */
    private static final int LONGEST = 256;

    private static final long PROCESS;
    private static final AtomicLong NEXT;

    static {
        SecureRandom random = new SecureRandom();
        PROCESS = (random.nextLong() & ~0xf000L) | 0x4000L;
        NEXT = new AtomicLong(random.nextLong());
    }

    private RequestIds() {}

    /** The identifier that a request is to have: what a trusted peer says, or a new one. Empty if requests have none. */
    static AsciiString of(RequestHead request, HttpConfig config, InetAddress peer) {
        if (config.requestId() == null) {
            return AsciiString.EMPTY_STRING;
        }
        AsciiString said =
                ForwardedFields.trusts(config, peer) ? request.fields().first(config.requestId()) : null;
        return said == null || said.isEmpty() || said.length() > LONGEST ? next() : said;
    }

    /** Tells the server, and takes away what a client may have put in its place. */
    static void apply(Fields fields, @Nullable String header, AsciiString id) {
        if (header != null) {
            fields.removeIf(line -> ForwardedFields.spells(fields.name(line), header));
            fields.add(header, id);
        }
    }

    private static AsciiString next() {
        // An odd factor only changes their order; the two highest bits are the variant's.
        long number = NEXT.getAndIncrement() * 0x9e3779b97f4a7c15L;
        return AsciiString.of(new UUID(PROCESS, (number >>> 2) | Long.MIN_VALUE).toString());
    }
}
