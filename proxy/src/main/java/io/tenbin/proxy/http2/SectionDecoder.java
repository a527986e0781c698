package io.tenbin.proxy.http2;

import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.tenbin.config.LimitsConfig;

/** Unpacks field sections (RFC 7541) into {@link RequestSection}s, which judge what the codec does not. */
final class SectionDecoder extends DefaultHttp2HeadersDecoder {
    /** What RFC 9113 section 6.5.2 adds for each field to the bytes of its name and value. */
    private static final int PER_FIELD = 32;

    private final int mostFields;

    SectionDecoder(LimitsConfig limits) {
        super(false, largest(limits));
        this.mostFields = limits.headerCount();
    }

    /** Bytes of an unpacked section, beyond which nothing more is kept of it. A head within its limits is smaller. */
    static long largest(LimitsConfig limits) {
        return limits.headers() + (long) PER_FIELD * limits.headerCount();
    }

    @Override
    protected Http2Headers newHeaders() {
        return new RequestSection(mostFields);
    }
}
