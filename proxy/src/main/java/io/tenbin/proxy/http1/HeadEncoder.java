package io.tenbin.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * Writes heads, always as HTTP/1.1. Nothing can be smuggled through it: what is no token, no target or no reason is refused here,
 * names and values by {@link Fields}. Each buffer belongs to the caller.
 */
public final class HeadEncoder {
    private static final AsciiString REQUEST_END = AsciiString.cached(" HTTP/1.1\r\n");
    private static final AsciiString VERSION = AsciiString.cached("HTTP/1.1 ");
    private static final int SCRATCH = 16 * 1024;

    /** A head is put together in an array and copied once: many small writes into a direct buffer cost more. */
    private static final FastThreadLocal<byte[]> SCRATCHES = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[SCRATCH];
        }
    };

    private HeadEncoder() {}

    /**
     * Writes a request line and fields.
     *
     * @throws IllegalArgumentException if the method is no token, or the target empty or with a byte that none may have
     */
    public static ByteBuf request(ByteBufAllocator alloc, AsciiString method, AsciiString target, Fields fields) {
        if (!Grammar.isToken(method) || !Grammar.isTarget(target)) {
            throw new IllegalArgumentException("invalid method or target");
        }
        int size = method.length() + 1 + target.length() + REQUEST_END.length() + size(fields);
        byte[] out = scratch(size);
        int at = put(method, out, 0);
        out[at++] = Grammar.SP;
        at = put(target, out, at);
        at = put(REQUEST_END, out, at);
        return buffer(alloc, out, put(fields, out, at));
    }

    /**
     * Writes a status line and fields.
     *
     * @param status 100 to 999
     * @param reason may be empty
     * @throws IllegalArgumentException if the status is out of range, or the reason holds a control character
     */
    public static ByteBuf response(ByteBufAllocator alloc, int status, AsciiString reason, Fields fields) {
        if (status < 100 || status > 999 || !Grammar.isFieldValue(reason)) {
            throw new IllegalArgumentException("invalid status or reason");
        }
        int size = VERSION.length() + 4 + reason.length() + 2 + size(fields);
        byte[] out = scratch(size);
        int at = put(VERSION, out, 0);
        out[at++] = (byte) ('0' + status / 100);
        out[at++] = (byte) ('0' + status / 10 % 10);
        out[at++] = (byte) ('0' + status % 10);
        out[at++] = Grammar.SP;
        at = put(reason, out, at);
        out[at++] = Grammar.CR;
        out[at++] = Grammar.LF;
        return buffer(alloc, out, put(fields, out, at));
    }

    /** Bytes of the lines and of the empty line after them. */
    static int size(Fields fields) {
        int size = 2;
        for (int line = 0; line < fields.size(); line++) {
            size += fields.name(line).length() + fields.value(line).length() + 4;
        }
        return size;
    }

    static byte[] scratch(int size) {
        return size <= SCRATCH ? SCRATCHES.get() : new byte[size];
    }

    static int put(Fields fields, byte[] out, int start) {
        int at = start;
        for (int line = 0; line < fields.size(); line++) {
            at = put(fields.name(line), out, at);
            out[at++] = ':';
            out[at++] = Grammar.SP;
            at = put(fields.value(line), out, at);
            out[at++] = Grammar.CR;
            out[at++] = Grammar.LF;
        }
        out[at++] = Grammar.CR;
        out[at++] = Grammar.LF;
        return at;
    }

    static ByteBuf buffer(ByteBufAllocator alloc, byte[] out, int length) {
        return alloc.ioBuffer(length).writeBytes(out, 0, length);
    }

    private static int put(AsciiString text, byte[] out, int at) {
        System.arraycopy(text.array(), text.arrayOffset(), out, at, text.length());
        return at + text.length();
    }
}
