package io.tenbin.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import io.tenbin.config.RuleAction;
import io.tenbin.proxy.http1.FieldNames;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.Methods;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.http1.ResponseHead;
import io.tenbin.proxy.http2.ResponseHeaders;
import io.tenbin.proxy.http2.WebSocketTunnel;
import io.tenbin.proxy.snapshot.StoredAnswer;
import io.tenbin.proxy.transport.ConnectionEnds;
import io.tenbin.proxy.transport.Timeout;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer on a connection of HTTP/2 (RFC 9113 section 8.1). What the client sends comes from a {@link StreamInput};
 * frames delimit the answer, and the connection goes on whatever becomes of it.
 *
 * <p>The answer's head waits for what follows, so that one without a body takes one frame.
 */
final class MultiplexedStream implements ClientStream {
    private static final int FRAME = 9;

    private final Http2ClientConnection connection;
    private final FrameOutput output;
    private final Http2Stream frames;
    private final @Nullable RequestHead request;
    private final @Nullable AsciiString webSocketKey;
    private final StreamInput input;
    private final Timeout timeout;
    private @Nullable Http2Headers head;
    private @Nullable ChannelFuture lastWrite;
    private long bytes;
    private boolean over;

    /** @param request null if its head cannot be used */
    MultiplexedStream(Http2ClientConnection connection, Http2Stream frames, @Nullable RequestHead request) {
        this.connection = connection;
        this.output = connection.output();
        this.frames = frames;
        this.request = request;
        this.webSocketKey = request != null && request.upgrade() != null ? WebSocketTunnel.key(request.fields()) : null;
        this.input = new StreamInput(connection, frames, request == null ? -1 : request.contentLength());
        this.timeout = connection.session().timer().timeout(this::expired);
    }

    StreamInput input() {
        return input;
    }

    @Override
    public ConnectionEnds ends() {
        return connection.session().ends();
    }

    @Override
    public void interim(ResponseHead interim) {
        headers(ResponseHeaders.of(interim.status(), interim.fields()), ResponseHeaders.size(interim.fields()), false);
        output.flush();
    }

    /** RFC 8441 section 5: a 2xx opens the tunnel, so that it must not be one of a server that knows of none. */
    @Override
    public boolean takes(ResponseHead answer) {
        if (webSocketKey == null) {
            return true;
        }
        return answer.status() == 101 ? WebSocketTunnel.accepts(answer, webSocketKey) : answer.status() / 100 != 2;
    }

    @Override
    public void answer(ResponseHead answer, boolean last) {
        connection.answers();
        int status = answer.status();
        if (webSocketKey != null && status == 101) {
            status = 200;
            WebSocketTunnel.opened(answer.fields());
        }
        hold(status, answer.fields());
    }

    @Override
    public void body(ByteBuf data) {
        if (over) {
            data.release();
            return;
        }
        sendHead(false);
        bytes += data.readableBytes() + FRAME;
        var _ = output.data(frames, data, false);
    }

    @Override
    public void end(Fields trailers) {
        if (over) {
            return;
        }
        if (!trailers.isEmpty()) {
            sendHead(false);
            headers(ResponseHeaders.trailers(trailers), ResponseHeaders.size(trailers), true);
        } else if (!sendHead(true)) {
            bytes += FRAME;
            lastWrite = output.data(frames, Unpooled.EMPTY_BUFFER, true);
        }
        output.flush();
    }

    @Override
    public void refuse(ErrorAnswer answer, @Nullable StoredAnswer page, boolean last) {
        Fields fields = page == null ? new Fields() : page.fields();
        answer.ownFields().forEach(field -> fields.add(field.name(), field.value()));
        fields.add(FieldNames.CACHE_CONTROL, "no-cache");
        if (page == null) {
            fields.add(FieldNames.CONTENT_TYPE, "text/html");
        }
        ByteBuf words =
                page == null ? Unpooled.wrappedBuffer(answer.body().getBytes(StandardCharsets.US_ASCII)) : page.body();
        reply(answer.status(), fields, words, last);
    }

    @Override
    public void reply(int status, Fields fields, ByteBuf body, boolean last) {
        connection.answers();
        if (RuleAction.Respond.mayHaveBody(status)) {
            fields.add(FieldNames.CONTENT_LENGTH, Integer.toString(body.readableBytes()));
        } else if (status == 205) {
            // RFC 9110 section 15.3.6: no content, and that has to be said.
            fields.add(FieldNames.CONTENT_LENGTH, "0");
        }
        hold(status, fields);
        if (!body.isReadable() || (request != null && request.method().equals(Methods.HEAD))) {
            body.release();
        } else {
            body(body);
        }
        end(Fields.EMPTY);
    }

    @Override
    public void flush() {
        if (!over) {
            sendHead(false);
            output.flush();
        }
    }

    @Override
    public boolean writable() {
        return over || output.writable(frames);
    }

    @Override
    public void read() {
        input.giveBack();
    }

    @Override
    public void tunnel(Receiver receiver) {
        input.tunnel(receiver);
    }

    @Override
    public void abort(long code) {
        boolean connects = request != null && Admission.connects(request);
        reset(connects && input.tunnelled() ? Http2Error.CONNECT_ERROR : passedOn(code));
    }

    /** What other codes say is between the proxy and the server. */
    private static Http2Error passedOn(long code) {
        if (code == Http2Error.CANCEL.code()) {
            return Http2Error.CANCEL;
        }
        return code == Http2Error.ENHANCE_YOUR_CALM.code() ? Http2Error.ENHANCE_YOUR_CALM : Http2Error.INTERNAL_ERROR;
    }

    /** RFC 9113 section 8.1: what is left of a request that has its answer is not wanted, which is no error. */
    @Override
    public void ended() {
        input.end();
        if (over) {
            return;
        }
        // What was written may still wait for the client's window.
        timeout.start(connection.session().listener().timeouts().client());
        if (!input.complete() && lastWrite != null) {
            lastWrite.addListener(written -> {
                if (!input.complete()) {
                    reset(Http2Error.NO_ERROR);
                }
            });
        }
    }

    @Override
    public Timeout timeout() {
        return timeout;
    }

    @Override
    public long bytesSent() {
        return bytes;
    }

    /** Nothing more goes either way. */
    void closed(char cause) {
        if (!over) {
            over = true;
            timeout.stop();
        }
        input.lost(cause);
    }

    /** The client broke a rule, and is told so. */
    void broken() {
        over = true;
        timeout.stop();
        input.malformed();
    }

    private void expired() {
        if (!input.expired()) {
            // The exchange is over, and the client does not take the rest of its answer.
            reset(Http2Error.CANCEL);
        }
    }

    private void reset(Http2Error error) {
        if (!over) {
            over = true;
            head = null;
            timeout.stop();
            output.reset(frames, error);
        }
    }

    private void hold(int status, Fields fields) {
        bytes += ResponseHeaders.size(fields);
        head = ResponseHeaders.of(status, fields);
    }

    /** Writes the head if that waits; says whether it did. */
    private boolean sendHead(boolean end) {
        Http2Headers waiting = head;
        if (waiting == null) {
            return false;
        }
        head = null;
        headers(waiting, 0, end);
        return true;
    }

    private void headers(Http2Headers headers, int size, boolean end) {
        if (!over) {
            bytes += size + FRAME;
            ChannelFuture written = output.headers(frames, headers, end);
            if (end) {
                lastWrite = written;
            }
        }
    }
}
