package io.tenbin.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection.PropertyKey;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.tenbin.proxy.tls.ServerTls;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server that speaks HTTP/2 (RFC 9113): exchanges beside one another, each on a stream of its own. Belongs to its
 * event loop's thread.
 *
 * <pre>
 *   OPENING --SETTINGS--&gt; OPEN --GOAWAY, drain()--&gt; DRAINING --last stream ended--&gt; CLOSED
 *   any of them --lost, the protocol broken--&gt; CLOSED
 * </pre>
 *
 * <p>What a server sends goes to the client at once. It may send more of an answer only as the client takes it: what waits here is
 * bounded by the window of each stream, and holds up no other one.
 */
final class Http2Connection extends Http2EventAdapter implements Http2RemoteFlowController.Listener {
    /** As many as HAProxy has at most ({@code tune.h2.be.max-concurrent-streams}). */
    static final int MOST_STREAMS = 100;

    private final Channel channel;
    private final Endpoint endpoint;
    private final Owner owner;
    private final Http2Codec codec;
    private final PropertyKey key;
    private final FrameBudget budget;
    private final List<Http2ServerStream> fed = new ArrayList<>();
    private State state = State.OPENING;
    private boolean websockets;
    private int streams;
    private long exchanges;
    private boolean idle;
    private long idleSince;

    private enum State {
        OPENING,
        OPEN,
        DRAINING,
        CLOSED
    }

    /** Who decides what becomes of it. */
    interface Owner {
        /** It can be used. */
        void stands(Http2Connection connection);

        /** A stream has ended, and there is room for another one. */
        void hasRoom(Http2Connection connection);

        /** It can be used no longer. Streams may still be on it. */
        void spent(Http2Connection connection);

        /** It never stood. */
        void failed(ConnectFailure failure);
    }

    private Http2Connection(Channel channel, Endpoint endpoint, Owner owner) {
        this.channel = channel;
        this.endpoint = endpoint;
        this.owner = owner;
        this.codec = Http2Codec.of(this);
        this.key = codec.connection().newKey();
        this.budget = new FrameBudget(System.nanoTime());
    }

    /** Begins to speak on a channel that stands. */
    static Http2Connection begin(Channel channel, Endpoint endpoint, Owner owner) {
        Http2Connection connection = new Http2Connection(channel, endpoint, owner);
        channel.pipeline().addLast(new TrafficMeter(endpoint.stats().bytesToServer()), connection.codec);
        connection.codec.flush(connection.codec.context());
        channel.read();
        return connection;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Whether another exchange may begin now. */
    boolean hasRoom() {
        return state == State.OPEN
                && channel.isActive()
                && streams < Math.min(MOST_STREAMS, codec.connection().local().maxActiveStreams());
    }

    /** A stream for one exchange. Only if there is room. */
    Http2ServerStream stream() {
        boolean rested = exchanges > 0 && streams == 0;
        exchanges++;
        streams++;
        return new Http2ServerStream(this, rested);
    }

    boolean isUnused() {
        return streams == 0;
    }

    /** Takes no more exchanges, and closes after the last one. */
    void drain() {
        if (state == State.CLOSED || state == State.DRAINING) {
            return;
        }
        state = State.DRAINING;
        if (streams == 0) {
            close();
        }
    }

    /** Closes it now. */
    void close() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            codec.farewell();
        }
    }

    boolean idle() {
        return idle;
    }

    long idleSince() {
        return idleSince;
    }

    /** It is counted among the idle ones from now on, or no longer. */
    void idle(boolean now, long nanoTime) {
        idle = now;
        idleSince = nanoTime;
    }

    // What streams do.

    boolean allowsWebsockets() {
        return websockets;
    }

    /** Whether it is protected. */
    boolean tls() {
        return ServerTls.protects(channel);
    }

    Channel channel() {
        return channel;
    }

    /** Begins a stream; null if it could not be sent. */
    @Nullable
    Http2Stream open(Http2ServerStream stream, Http2Headers head, boolean last) {
        ChannelHandlerContext ctx = codec.context();
        int id = codec.connection().local().incrementAndGetNextStreamId();
        boolean failed = codec.encoder()
                        .writeHeaders(ctx, id, head, 0, last, ctx.newPromise())
                        .cause()
                != null;
        Http2Stream opened = codec.connection().stream(id);
        if (opened == null || failed) {
            return null;
        }
        budget.earn();
        opened.setProperty(key, stream);
        return opened;
    }

    void data(Http2Stream stream, ByteBuf data, boolean last) {
        ChannelHandlerContext ctx = codec.context();
        budget.earn();
        codec.encoder().writeData(ctx, stream.id(), data, 0, last, ctx.newPromise());
    }

    void trailers(Http2Stream stream, Http2Headers trailers) {
        ChannelHandlerContext ctx = codec.context();
        codec.encoder().writeHeaders(ctx, stream.id(), trailers, 0, true, ctx.newPromise());
    }

    void cancel(Http2Stream stream) {
        ChannelHandlerContext ctx = codec.context();
        codec.encoder().writeRstStream(ctx, stream.id(), Http2Error.CANCEL.code(), ctx.newPromise());
        codec.flushed();
    }

    void flush() {
        codec.flushed();
    }

    boolean writable(Http2Stream stream) {
        return codec.encoder().flowController().isWritable(stream);
    }

    /** Bytes of this stream's answer were taken: as many more may come. */
    void taken(Http2Stream stream, int bytes) {
        try {
            if (codec.decoder().flowController().consumeBytes(stream, bytes)) {
                codec.flushed();
            }
        } catch (Http2Exception e) {
            codec.onError(codec.context(), true, e);
        }
    }

    /** Something of an answer has come: its receiver is to be told when all is there that can be read now. */
    void fed(Http2ServerStream stream) {
        fed.add(stream);
    }

    /** An exchange is over. */
    void ended() {
        streams--;
        if (state == State.DRAINING && streams == 0) {
            close();
        } else if (state == State.OPEN) {
            owner.hasRoom(this);
        }
    }

    // What the server does.

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) throws Http2Exception {
        budget.spend();
        Boolean connectProtocol = settings.connectProtocolEnabled();
        websockets |= connectProtocol != null && connectProtocol;
        if (state == State.OPENING) {
            state = State.OPEN;
            codec.widen();
            owner.stands(this);
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int id,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean last)
            throws Http2Exception {
        budget.earn();
        Http2ServerStream stream = of(codec.connection().stream(id));
        if (stream != null) {
            stream.headers(headers, last);
        }
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean last)
            throws Http2Exception {
        budget.earn();
        Http2ServerStream stream = of(codec.connection().stream(id));
        return padding + (stream == null ? data.readableBytes() : stream.data(data, last));
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int id, long errorCode) {
        Http2ServerStream stream = of(codec.connection().stream(id));
        if (stream != null) {
            stream.reset(errorCode);
        }
    }

    @Override
    public void onGoAwayRead(ChannelHandlerContext ctx, int lastStream, long errorCode, ByteBuf debugData)
            throws Http2Exception {
        budget.spend();
        boolean opening = state == State.OPENING;
        if (state == State.OPEN) {
            state = State.DRAINING;
            owner.spent(this);
        }
        each(stream -> stream.unprocessedAfter(lastStream));
        if (streams == 0 && state == State.DRAINING) {
            close();
        } else if (opening) {
            failed(ConnectFailure.REFUSED);
        }
    }

    @Override
    public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
        budget.spend();
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext ctx, int stream, int increment) throws Http2Exception {
        budget.spend();
    }

    @Override
    public void onPriorityRead(ChannelHandlerContext ctx, int stream, int dependency, short weight, boolean exclusive)
            throws Http2Exception {
        budget.spend();
    }

    @Override
    public void onUnknownFrame(ChannelHandlerContext ctx, byte type, int stream, Http2Flags flags, ByteBuf payload)
            throws Http2Exception {
        budget.spend();
    }

    @Override
    public void onStreamClosed(Http2Stream closed) {
        Http2ServerStream stream = of(closed);
        if (stream != null) {
            stream.closed();
        }
    }

    @Override
    public void writabilityChanged(Http2Stream changed) {
        Http2ServerStream stream = of(changed);
        if (stream != null) {
            stream.writabilityChanged();
        }
    }

    /** All that could be read now was. */
    void readComplete() {
        for (int i = 0; i < fed.size(); i++) {
            fed.get(i).pause();
        }
        fed.clear();
    }

    /** The server broke a rule of a stream, which is reset next. */
    void broken(Http2Stream of) {
        Http2ServerStream stream = of(of);
        if (stream != null) {
            stream.broken();
        }
    }

    /** The server broke a rule of the connection, which is closed next. */
    void broken(Throwable cause) {
        if (state == State.OPENING) {
            failed(ConnectFailure.NOT_HTTP2);
        } else {
            over();
            each(Http2ServerStream::broken);
        }
    }

    /** The connection is closed. */
    void gone() {
        if (state == State.OPENING) {
            failed(ConnectFailure.REFUSED);
        } else {
            over();
            each(Http2ServerStream::cut);
        }
    }

    private void failed(ConnectFailure failure) {
        state = State.CLOSED;
        channel.close();
        owner.failed(failure);
    }

    private void over() {
        State before = state;
        state = State.CLOSED;
        if (before != State.CLOSED) {
            owner.spent(this);
        }
    }

    private @Nullable Http2ServerStream of(@Nullable Http2Stream stream) {
        return stream == null ? null : stream.getProperty(key);
    }

    private void each(Consumer<Http2ServerStream> action) {
        List<Http2ServerStream> all = new ArrayList<>();
        try {
            codec.connection().forEachActiveStream(active -> {
                Http2ServerStream stream = of(active);
                if (stream != null) {
                    all.add(stream);
                }
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
        all.forEach(action);
    }
}
