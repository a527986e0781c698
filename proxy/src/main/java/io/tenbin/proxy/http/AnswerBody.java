package io.tenbin.proxy.http;

import io.netty.buffer.ByteBuf;
import io.tenbin.proxy.compress.CompressionRule;
import io.tenbin.proxy.compress.Compressor;
import io.tenbin.proxy.compress.ContentCoding;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.ResponseHead;
import io.tenbin.proxy.listener.ListenerStats;
import org.jspecify.annotations.Nullable;

/** The body of a server's answer on its way to the client: as it is, or compressed. */
final class AnswerBody {
    private final ClientStream client;
    private final ListenerStats stats;
    private @Nullable Compressor compressor;

    AnswerBody(Inbound in) {
        this.client = in.client();
        this.stats = in.log().listener();
    }

    /**
     * Decides whether it is compressed.
     *
     * @param head with all that others change
     * @return the head to be sent
     */
    ResponseHead begin(Inbound in, ResponseHead head) {
        CompressionRule rule = in.listener().compression();
        if (rule == null || !Compressor.available()) {
            return head;
        }
        ContentCoding coding = rule.apply(in.request(), head);
        if (coding == null) {
            return head;
        }
        compressor = Compressor.open(coding, this::send);
        return head.withUnknownLength();
    }

    /** Sends bytes and releases them. */
    void write(ByteBuf data) {
        if (compressor == null) {
            client.body(data);
        } else {
            stats.compressedFrom().add(data.readableBytes());
            compressor.write(data);
        }
    }

    /** Writes out what was sent since, all of it. */
    void flush() {
        if (compressor != null) {
            compressor.flush();
        }
        client.flush();
    }

    /** The body is complete. Written out at once. */
    void end(Fields trailers) {
        if (compressor != null) {
            compressor.finish();
        }
        client.end(trailers);
    }

    /** Nothing more comes. */
    void close() {
        if (compressor != null) {
            compressor.close();
        }
    }

    private void send(ByteBuf data) {
        stats.compressedTo().add(data.readableBytes());
        client.body(data);
    }
}
