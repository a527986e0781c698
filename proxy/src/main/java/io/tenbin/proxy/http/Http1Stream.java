package io.tenbin.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.AsciiString;
import io.tenbin.config.RuleAction;
import io.tenbin.proxy.http1.FieldNames;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.HeadEncoder;
import io.tenbin.proxy.http1.MessageWriter;
import io.tenbin.proxy.http1.Methods;
import io.tenbin.proxy.http1.Reasons;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.http1.ResponseHead;
import io.tenbin.proxy.listener.ListenerStats;
import io.tenbin.proxy.snapshot.StoredAnswer;
import io.tenbin.proxy.transport.ConnectionEnds;
import io.tenbin.proxy.transport.Shutdown;
import io.tenbin.proxy.transport.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer on a connection of HTTP/1 (RFC 9112). How the answer's body is delimited, and whether the
 * connection can go on afterwards, follows from what the client understands.
 */
final class Http1Stream implements ClientStream {
    private static final AsciiString CLOSE = AsciiString.cached("close");
    private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
    private static final AsciiString CHUNKED = AsciiString.cached("chunked");

    private final ClientConnection connection;
    private final SocketChannel channel;
    private final MessageWriter writer;
    private final RequestHead request;
    private boolean keep;
    private boolean untilClose;
    private boolean tunnel;

    Http1Stream(ClientConnection connection, SocketChannel channel, ListenerStats stats, RequestHead request) {
        this.connection = connection;
        this.channel = channel;
        this.writer = new MessageWriter(channel, stats.bytesToClient());
        this.request = request;
    }

    @Override
    public ConnectionEnds ends() {
        return connection.ends();
    }

    /** RFC 9110 section 15.2: HTTP/1.0 knows no interim answers. */
    @Override
    public void interim(ResponseHead head) {
        if (!http10()) {
            writer.write(HeadEncoder.response(channel.alloc(), head.status(), head.reason(), head.fields()));
        }
    }

    @Override
    public void answer(ResponseHead head, boolean last) {
        Fields fields = head.fields();
        switch (head.framing()) {
            case LENGTH -> {
                // HTTP/2 needs no field to say that nothing follows.
                if (!fields.contains(FieldNames.CONTENT_LENGTH)) {
                    fields.add(FieldNames.CONTENT_LENGTH, Long.toString(head.contentLength()));
                }
            }
            case NONE -> {
                if (http10()) {
                    fields.remove(FieldNames.TRANSFER_ENCODING);
                }
            }
            case CHUNKED, UNTIL_CLOSE -> delimit(fields);
        }
        keep = !last && !untilClose && request.keepAlive() && connection.keeps();
        boolean switches = head.status() == 101 || (Admission.connects(request) && head.status() / 100 == 2);
        if (!switches) {
            if (!keep) {
                fields.add(FieldNames.CONNECTION, CLOSE);
            } else if (http10()) {
                fields.add(FieldNames.CONNECTION, KEEP_ALIVE);
            }
        }
        writer.write(HeadEncoder.response(channel.alloc(), head.status(), head.reason(), fields));
    }

    @Override
    public void body(ByteBuf data) {
        writer.body(data);
    }

    @Override
    public void end(Fields trailers) {
        if (tunnel) {
            writer.endTunnel();
        } else {
            writer.end(trailers);
        }
    }

    @Override
    public void refuse(ErrorAnswer answer, @Nullable StoredAnswer page, boolean last) {
        keep = !last && request.keepAlive() && connection.keeps();
        // HTTP/1.0 would have to be told that the connection stays.
        keep &= !http10();
        writer.write(Http1Errors.encoded(answer, page, !keep, request.method().equals(Methods.HEAD)));
        channel.flush();
    }

    @Override
    public void reply(int status, Fields fields, ByteBuf body, boolean last) {
        keep = !last && request.keepAlive() && connection.keeps();
        if (RuleAction.Respond.mayHaveBody(status)) {
            fields.add(FieldNames.CONTENT_LENGTH, Integer.toString(body.readableBytes()));
        } else if (status == 205) {
            // RFC 9110 section 15.3.6: no content, and that has to be said.
            fields.add(FieldNames.CONTENT_LENGTH, "0");
        }
        if (!keep) {
            fields.add(FieldNames.CONNECTION, CLOSE);
        } else if (http10()) {
            fields.add(FieldNames.CONNECTION, KEEP_ALIVE);
        }
        writer.write(HeadEncoder.response(channel.alloc(), status, Reasons.of(status), fields));
        if (request.method().equals(Methods.HEAD) || !body.isReadable()) {
            body.release();
        } else {
            writer.write(body);
        }
        channel.flush();
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public boolean writable() {
        return channel.isWritable();
    }

    @Override
    public void read() {
        channel.read();
    }

    @Override
    public void tunnel(Receiver receiver) {
        tunnel = true;
        connection.tunnel(receiver);
    }

    /** A FIN would pass for the end of a body that ends with its connection: that one is reset. */
    @Override
    public void abort(long code) {
        channel.flush();
        if (untilClose) {
            Shutdown.cut(channel);
        }
        connection.close();
    }

    @Override
    public void ended() {
        connection.exchangeEnded(keep);
    }

    @Override
    public Timeout timeout() {
        return connection.timeout();
    }

    @Override
    public long bytesSent() {
        return writer.bytes();
    }

    private void delimit(Fields fields) {
        untilClose = http10();
        writer.chunked(!untilClose);
        if (!untilClose) {
            fields.set(FieldNames.TRANSFER_ENCODING, CHUNKED);
        } else {
            fields.remove(FieldNames.TRANSFER_ENCODING);
        }
    }

    private boolean http10() {
        return request.minorVersion() == 0;
    }
}
