package io.tenbin.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import io.tenbin.config.LimitsConfig;
import io.tenbin.proxy.http1.Malformed;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.http2.Flood;
import io.tenbin.proxy.http2.FrameBudget;
import io.tenbin.proxy.http2.FrameWatch;
import io.tenbin.proxy.http2.Http2ServerHandler;
import io.tenbin.proxy.http2.RequestSection;
import io.tenbin.proxy.listener.DrainSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A client's connection that speaks HTTP/2 (RFC 9113): many exchanges at a time, each on a stream of its own. How it ends is a
 * {@link Farewell}'s.
 */
final class Http2ClientConnection implements Http2ServerHandler.Owner {
    private final Channel channel;
    private final ClientSession session;
    private final FrameWatch watch;
    private final FrameOutput output;
    private final LimitsConfig limits;
    private final Http2ServerHandler handler;
    private final Http2Connection.PropertyKey key;
    private final RequestWait wait;
    private final Farewell farewell;
    private List<StreamInput> news = new ArrayList<>();

    Http2ClientConnection(Channel channel, ClientSession session) {
        this.channel = channel;
        this.session = session;
        this.limits = session.listener().view().config().http().limits();
        FrameBudget budget = new FrameBudget(System.nanoTime());
        this.watch = new FrameWatch(budget);
        this.handler = Http2ServerHandler.create(limits, budget, this);
        this.output = new FrameOutput(handler, budget, session.stats());
        this.key = handler.connection().newKey();
        this.wait = new RequestWait(session.timer().timeout(this::expired));
        this.farewell = new Farewell(channel, handler, watch, session);
    }

    /** Takes the channel over, in whose pipeline nothing is behind this. */
    void begin() {
        channel.pipeline().addLast(watch, handler);
    }

    ClientSession session() {
        return session;
    }

    FrameOutput output() {
        return output;
    }

    @Override
    public void opened(ChannelHandlerContext ctx) {
        output.opened(ctx);
        session.stats().http2Connections().increment();
        wait.forFirst(session.listener().timeouts());
        if (session.draining()) {
            farewell.announce(ctx);
        }
    }

    @Override
    public void section(Http2Stream frames, RequestSection section, boolean end) throws Http2Exception {
        output.reading(true);
        MultiplexedStream known = frames.getProperty(key);
        if (known == null) {
            long firstByte = wait.ends();
            if (handler.connection().numActiveStreams() > Http2ServerHandler.MOST_STREAMS) {
                throw Http2Exception.streamError(frames.id(), Http2Error.REFUSED_STREAM, "too many streams");
            }
            request(frames, section, end, firstByte);
            return;
        }
        if (known.input().complete()) {
            throw Http2Exception.streamError(frames.id(), Http2Error.STREAM_CLOSED, "a head after the end");
        }
        try {
            known.input().trailers(section.trailers());
        } catch (Malformed malformed) {
            throw Http2Exception.streamError(frames.id(), Http2Error.PROTOCOL_ERROR, "%s", malformed.reason());
        }
    }

    private void request(Http2Stream frames, RequestSection section, boolean end, long firstByte)
            throws Http2Exception {
        RequestHead head;
        try {
            head = section.head(end, limits);
        } catch (Malformed malformed) {
            if (malformed.status() == 400) {
                session.refused(-1, Phase.REQUEST.endedBy('P'), 0, firstByte);
                throw Http2Exception.streamError(frames.id(), Http2Error.PROTOCOL_ERROR, "%s", malformed.reason());
            }
            refuse(frames, ErrorAnswer.ofMalformed(malformed.status()), end, firstByte);
            return;
        }
        var stream = new MultiplexedStream(this, frames, head);
        frames.setProperty(key, stream);
        Exchange exchange = session.exchange(stream, head, firstByte);
        stream.input().begin(exchange);
        exchange.begin();
        if (section.asksForTunnel()) {
            stream.input().holdForTunnel(end);
        } else if (end) {
            stream.input().whole();
        }
    }

    @Override
    public void tooLarge(Http2Stream frames) {
        refuse(frames, ErrorAnswer.HEADERS_TOO_LARGE, false, wait.ends());
    }

    /** Answers what never became a request. */
    private void refuse(Http2Stream frames, ErrorAnswer answer, boolean end, long firstByte) {
        var stream = new MultiplexedStream(this, frames, null);
        frames.setProperty(key, stream);
        stream.refuse(answer, session.listener().view().errorPage(answer.status()), true);
        session.refused(answer.status(), Phase.REQUEST.endedBy('P'), stream.bytesSent(), firstByte);
        if (end) {
            stream.input().whole();
        }
        stream.ended();
    }

    @Override
    public boolean data(Http2Stream frames, ByteBuf data, boolean end) throws Http2Exception {
        output.reading(true);
        MultiplexedStream stream = frames.getProperty(key);
        return stream != null && stream.input().data(data, end);
    }

    @Override
    public void reset(Http2Stream frames) {
        of(frames, stream -> stream.closed('C'));
    }

    @Override
    public void broken(Http2Stream frames) {
        of(frames, MultiplexedStream::broken);
    }

    @Override
    public void writable(Http2Stream frames) {
        of(frames, stream -> stream.input().writable());
    }

    @Override
    public void closed(Http2Stream frames) {
        of(frames, stream -> stream.closed('C'));
        if (handler.connection().numActiveStreams() == 0 && !farewell.over()) {
            wait.forNext(session.listener().timeouts());
            farewell.idle();
        }
    }

    private void of(Http2Stream frames, Consumer<MultiplexedStream> action) {
        MultiplexedStream stream = frames.getProperty(key);
        if (stream != null) {
            action.accept(stream);
        }
    }

    @Override
    public void pong() {
        farewell.heard(output.context());
    }

    @Override
    public void leaving() {
        session.drain();
        farewell.announce(output.context());
    }

    @Override
    public void failed() {
        wait.ends();
        each(stream -> stream.closed('P'));
        farewell.end();
    }

    @Override
    public void readComplete() {
        if (!news.isEmpty()) {
            List<StreamInput> batch = news;
            news = new ArrayList<>(batch.size());
            batch.forEach(StreamInput::pause);
        }
        output.reading(false);
        if (watch.insideHead() && !farewell.over()) {
            wait.goesOn(session.listener().timeouts());
        }
    }

    @Override
    public void inactive() {
        wait.ends();
        farewell.lost();
        each(stream -> stream.closed('C'));
    }

    @Override
    public void event(Object event) {
        if (event instanceof Flood flood) {
            session.stats().floods(flood).increment();
            handler.fail(output.context(), Http2Error.ENHANCE_YOUR_CALM);
        } else if (event == ChannelInputShutdownEvent.INSTANCE) {
            each(stream -> stream.input().finished());
            farewell.inputClosed(output.context());
        } else if (event == DrainSignal.CLOSE_WHEN_IDLE) {
            session.drain();
            farewell.announce(output.context());
        } else if (event == DrainSignal.CLOSE_NOW) {
            each(stream -> stream.closed('K'));
        }
    }

    private void each(Consumer<MultiplexedStream> action) {
        try {
            var _ = handler.connection().forEachActiveStream(frames -> {
                of(frames, action);
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Either a head is not whole in time, or the next request does not begin. */
    private void expired() {
        if (watch.insideHead()) {
            session.refused(-1, Phase.REQUEST.endedBy('c'), 0, wait.ends());
        }
        handler.fail(output.context(), Http2Error.NO_ERROR);
    }

    /** An answer is on its way: it may be the one after which the connection is to end. */
    void answers() {
        if (!session.keeps()) {
            farewell.announce(output.context());
        }
    }

    void hasNews(StreamInput input) {
        news.add(input);
    }
}
