package io.tenbin.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import io.tenbin.proxy.http1.DecodeFailure;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.Framing;
import io.tenbin.proxy.http1.HeadEncoder;
import io.tenbin.proxy.http1.MessageEnd;
import io.tenbin.proxy.http1.MessageWriter;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.http1.ResponseDecoder;
import io.tenbin.proxy.http1.ResponseHead;
import io.tenbin.proxy.tls.ServerTls;
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
    private final SocketChannel channel;
    private final Endpoint endpoint;
    private final @Nullable ServerTls tls;
    private final HttpPools pools;
    private final AnswerTally tally;
    private final MessageWriter writer;
    private final ResponseDecoder decoder = new ResponseDecoder();
    private @Nullable Receiver receiver;
    private long exchanges;
    private long idleSince;
    private boolean requestEnded;
    private boolean answerEnded;
    private boolean keepAlive;
    private boolean last;
    private boolean tunnel;

    /** @param tls with which it is opened; null for none */
    Http1Connection(SocketChannel channel, Endpoint endpoint, @Nullable ServerTls tls, HttpPools pools) {
        this.channel = channel;
        this.endpoint = endpoint;
        this.tls = tls;
        this.pools = pools;
        this.tally = new AnswerTally(endpoint);
        this.writer = new MessageWriter(channel, endpoint.stats().bytesToServer());
    }

    /** To be put before this in the pipeline. */
    ResponseDecoder decoder() {
        return decoder;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** With which it was opened; null for none. */
    @Nullable
    ServerTls tls() {
        return tls;
    }

    /** {@link System#nanoTime} of the end of the last exchange. */
    long idleSince() {
        return idleSince;
    }

    /** Whether an exchange may begin now, as far as can be seen. */
    boolean usable() {
        return channel.isActive() && decoder.reusable();
    }

    /** Waits for another exchange. Reads all the same: what comes now ends it. */
    void rest(long nanoTime) {
        idleSince = nanoTime;
        channel.read();
    }

    /** Closes it while no exchange is on it. */
    void discard() {
        channel.close();
    }

    @Override
    public void send(RequestHead head, boolean lastExchange, Receiver answersTo) {
        exchanges++;
        last = lastExchange;
        receiver = answersTo;
        requestEnded = false;
        answerEnded = false;
        keepAlive = false;
        tally.begun();
        decoder.expect(head.method());
        writer.chunked(head.framing() == Framing.CHUNKED);
        writer.write(HeadEncoder.request(channel.alloc(), head.method(), head.nextTarget(), head.fields()));
        channel.read();
    }

    @Override
    public void body(ByteBuf data) {
        writer.body(data);
    }

    @Override
    public void end(Fields trailers) {
        requestEnded = true;
        if (tunnel) {
            writer.endTunnel();
        } else {
            writer.end(trailers);
        }
        endExchange();
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
    public void tunnel(Receiver tunnelEnd) {
        tunnel = true;
        writer.chunked(false);
        receiver = tunnelEnd;
        requestEnded = false;
    }

    @Override
    public void abort() {
        receiver = null;
        channel.close();
    }

    @Override
    public boolean reused() {
        return exchanges > 1;
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
                tally.body(data.readableBytes());
                to.answerBody(data);
            }
            case ResponseHead head -> {
                if (!head.interim()) {
                    keepAlive = head.keepAlive();
                    tally.answers(head);
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
        tally.answered();
        endExchange();
        to.answerEnd(trailers);
    }

    private void endExchange() {
        if (!requestEnded || !answerEnded) {
            return;
        }
        receiver = null;
        if (keepAlive && !last && !tunnel && usable()) {
            pools.release(this);
        } else {
            channel.close();
        }
    }

    private void lose(Loss loss) {
        Receiver to = receiver;
        if (to != null && !tunnel && !answerEnded) {
            // That it closes after a whole answer says nothing against the server.
            tally.lost(loss, reused());
        }
        receiver = null;
        channel.close();
        if (to != null) {
            to.serverLost(loss);
        }
    }

    private boolean cut() {
        return decoder.inputClosed() || !channel.isActive() || channel.isInputShutdown();
    }
}
