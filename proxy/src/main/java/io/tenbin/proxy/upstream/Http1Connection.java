package io.tenbin.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.tenbin.proxy.http1.ChunkEncoder;
import io.tenbin.proxy.http1.DecodeFailure;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.Framing;
import io.tenbin.proxy.http1.HeadEncoder;
import io.tenbin.proxy.http1.MessageEnd;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.http1.ResponseDecoder;
import io.tenbin.proxy.http1.ResponseHead;
import io.tenbin.proxy.transport.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server that speaks HTTP/1 (RFC 9112): one exchange at a time, idle in its loop's pool in between.
 *
 * <pre>
 *   IDLE --send--&gt; BUSY --request and answer ended--&gt; IDLE, or closed if it cannot be reused
 *                   '--101, tunnel()--&gt; BUSY --both directions ended--&gt; closed
 * </pre>
 */
final class Http1Connection extends ChannelInboundHandlerAdapter implements ServerStream {
    private final Endpoint endpoint;
    private final HttpPools pools;
    private final Timeout idleTimeout;
    private final ResponseDecoder decoder = new ResponseDecoder();
    private @Nullable ChannelHandlerContext context;
    private @Nullable Receiver receiver;
    private long exchanges;
    private long idleSince;
    private boolean chunked;
    private boolean requestEnded;
    private boolean answerEnded;
    private boolean keepAlive;
    private boolean tunnel;

    Http1Connection(Endpoint endpoint, HttpPools pools) {
        this.endpoint = endpoint;
        this.pools = pools;
        this.idleTimeout = pools.timer().timeout(this::discard);
    }

    /** What makes a new channel one of these. */
    ChannelInitializer<Channel> initializer() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(decoder, Http1Connection.this);
            }
        };
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** {@link System#nanoTime} of the end of the last exchange. */
    long idleSince() {
        return idleSince;
    }

    /** Whether an exchange may begin now, as far as can be seen. */
    boolean usable() {
        return context().channel().isActive() && decoder.reusable();
    }

    void rest(long nanoTime, long nanos) {
        idleSince = nanoTime;
        idleTimeout.startAt(nanoTime, nanos);
        context().read();
    }

    void wake() {
        idleTimeout.stop();
    }

    /** Closes it while no exchange is on it. */
    void discard() {
        idleTimeout.stop();
        context().close();
    }

    @Override
    public void send(RequestHead head, Receiver answersTo) {
        exchanges++;
        receiver = answersTo;
        chunked = head.framing() == Framing.CHUNKED;
        requestEnded = false;
        answerEnded = false;
        keepAlive = false;
        endpoint.stats().requests().increment();
        decoder.expect(head.method());
        write(HeadEncoder.request(context().alloc(), head.method(), head.originTarget(), head.fields()));
        context().read();
    }

    @Override
    public void body(ByteBuf data) {
        int length = data.readableBytes();
        if (length == 0) {
            data.release();
        } else if (chunked && !tunnel) {
            write(ChunkEncoder.chunkHead(context().alloc(), length));
            write(data);
            write(ChunkEncoder.chunkEnd());
        } else {
            write(data);
        }
    }

    @Override
    public void end(Fields trailers) {
        requestEnded = true;
        if (tunnel) {
            DuplexChannel channel = (DuplexChannel) context().channel();
            // Behind what is still to be written, which the shutdown would drop.
            context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> channel.shutdownOutput());
        } else if (chunked) {
            write(ChunkEncoder.trailers(context().alloc(), trailers));
        }
        flush();
        endExchange();
    }

    @Override
    public void flush() {
        context().flush();
    }

    @Override
    public boolean writable() {
        return context().channel().isWritable();
    }

    @Override
    public void read() {
        context().read();
    }

    @Override
    public void tunnel() {
        tunnel = true;
        requestEnded = false;
    }

    @Override
    public void abort() {
        receiver = null;
        context().close();
    }

    @Override
    public boolean reused() {
        return exchanges > 1;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Receiver to = receiver;
        if (to == null) {
            // Of an exchange that was given up, or what nobody asked for: either way the connection is of no more use.
            ReferenceCountUtil.release(message);
            discard();
            return;
        }
        switch (message) {
            case ByteBuf data -> {
                endpoint.stats().bytesToClient().add(data.readableBytes());
                to.answerBody(data);
            }
            case ResponseHead head -> {
                if (!head.interim()) {
                    keepAlive = head.keepAlive();
                    endpoint.stats().responses(Math.min(head.status() / 100, 5)).increment();
                }
                to.answer(head);
            }
            case MessageEnd end -> answerEnded(to, end.trailers());
            case DecodeFailure _ -> lose(cut() ? Loss.CUT : Loss.MALFORMED);
            default -> throw new IllegalStateException("unexpected " + message.getClass());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (receiver == null) {
            ctx.read();
        } else {
            receiver.answerPause();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (receiver != null) {
            receiver.serverWritability();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event != ChannelInputShutdownEvent.INSTANCE) {
            return;
        }
        if (tunnel && receiver != null && !answerEnded) {
            answerEnded(receiver, Fields.EMPTY);
        } else {
            lose(decoder.headStarted() ? Loss.CUT : Loss.NO_ANSWER);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        idleTimeout.stop();
        pools.forget(this);
        lose(decoder.headStarted() ? Loss.CUT : Loss.NO_ANSWER);
    }

    /** A reset, mostly. The channel's end says the rest. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private void answerEnded(Receiver to, Fields trailers) {
        answerEnded = true;
        endExchange();
        to.answerEnd(trailers);
    }

    private void endExchange() {
        if (!requestEnded || !answerEnded) {
            return;
        }
        receiver = null;
        if (keepAlive && !tunnel && usable()) {
            pools.release(this);
        } else {
            context().close();
        }
    }

    private void lose(Loss loss) {
        Receiver to = receiver;
        receiver = null;
        context().close();
        if (to != null) {
            to.serverLost(loss);
        }
    }

    private boolean cut() {
        DuplexChannel channel = (DuplexChannel) context().channel();
        return !channel.isActive() || channel.isInputShutdown();
    }

    private void write(ByteBuf bytes) {
        endpoint.stats().bytesToServer().add(bytes.readableBytes());
        // No void promise: its failure would come as an exception, and hide an answer that can still be read.
        context().write(bytes);
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return context;
    }
}
