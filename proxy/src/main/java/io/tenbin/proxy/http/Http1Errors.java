package io.tenbin.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import io.tenbin.proxy.http1.FieldNames;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.HeadEncoder;
import io.tenbin.proxy.snapshot.StoredAnswer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link ErrorAnswer}s as bytes of HTTP/1. Their own words are encoded once: attacks must not cost more than what they hit. */
final class Http1Errors {
    private static final EnumMap<ErrorAnswer, Http1Errors> ALL = new EnumMap<>(ErrorAnswer.class);

    static {
        for (ErrorAnswer answer : ErrorAnswer.values()) {
            ALL.put(answer, new Http1Errors(answer));
        }
    }

    private final ByteBuf closing;
    private final ByteBuf keeping;
    private final int bodyLength;

    private Http1Errors(ErrorAnswer answer) {
        this.bodyLength = answer.body().length();
        this.closing = bytes(head(answer, "Connection: close\r\n") + answer.body());
        this.keeping = bytes(head(answer, "") + answer.body());
    }

    /**
     * The bytes, to be written and forgotten.
     *
     * @param page what is said instead of the answer's own words; null for those
     * @param close whether the connection closes afterwards
     * @param headOnly for HEAD
     */
    static ByteBuf encoded(ErrorAnswer answer, @Nullable StoredAnswer page, boolean close, boolean headOnly) {
        if (page != null) {
            return encoded(answer, page.fields(), page.body(), close, headOnly);
        }
        Http1Errors encoded = Objects.requireNonNull(ALL.get(answer));
        ByteBuf bytes = (close ? encoded.closing : encoded.keeping).duplicate();
        return headOnly ? bytes.writerIndex(bytes.writerIndex() - encoded.bodyLength) : bytes;
    }

    private static ByteBuf encoded(ErrorAnswer answer, Fields fields, ByteBuf body, boolean close, boolean headOnly) {
        answer.ownFields().forEach(field -> fields.add(field.name(), field.value()));
        fields.add(FieldNames.CACHE_CONTROL, "no-cache");
        fields.add(FieldNames.CONTENT_LENGTH, Integer.toString(body.readableBytes()));
        if (close) {
            fields.add(FieldNames.CONNECTION, "close");
        }
        ByteBuf head = HeadEncoder.response(
                PooledByteBufAllocator.DEFAULT, answer.status(), AsciiString.of(answer.reason()), fields);
        return headOnly ? head : head.writeBytes(body);
    }

    private static String head(ErrorAnswer answer, String connection) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ")
                .append(answer.status())
                .append(' ')
                .append(answer.reason());
        head.append("\r\nContent-Length: ").append(answer.body().length());
        head.append("\r\nCache-Control: no-cache\r\nContent-Type: text/html\r\n");
        answer.ownFields()
                .forEach(field -> head.append(field.name())
                        .append(": ")
                        .append(field.value())
                        .append("\r\n"));
        return head.append(connection).append("\r\n").toString();
    }

    private static ByteBuf bytes(String text) {
        ByteBuf direct = Unpooled.directBuffer(text.length());
        direct.writeCharSequence(text, StandardCharsets.US_ASCII);
        return Unpooled.unreleasableBuffer(direct.asReadOnly());
    }
}
