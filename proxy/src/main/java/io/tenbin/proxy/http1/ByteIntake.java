package io.tenbin.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import org.jspecify.annotations.Nullable;

/**
 * The channel's side of a decoder: collects bytes until they are used, and tells how they end.
 *
 * <p>It is a duplex handler for two reasons: it holds back reads while bytes of a next message wait, which bounds them, and a
 * connection that we close ourselves must not look like the clean end of a body.
 */
abstract sealed class ByteIntake extends ChannelDuplexHandler permits MessageDecoder {
    private final Cumulation cumulation = new Cumulation();
    private final ReadGate gate = new ReadGate();
    private @Nullable ChannelHandlerContext context;
    private boolean inputClosed;
    private boolean closedHere;

    /** Uses what it can of the bytes that are there. */
    abstract void decode();

    /** Whether the peer has more to send before anything can be expected of us. */
    abstract boolean midMessage();

    /** Whether bytes that wait are not to be used before a call from above. */
    abstract boolean paused();

    /** Whether what waits when the handler is removed belongs to those above. */
    abstract boolean tunnelled();

    /** No more bytes come; {@code cleanly} unless the connection broke or we closed it. Called more than once. */
    abstract void inputEnded(boolean cleanly);

    /** Nothing is to be emitted any more. */
    abstract void discard();

    @Override
    public final void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    /** Hands on what belongs to a tunnel, and drops all else. */
    @Override
    public final void handlerRemoved(ChannelHandlerContext ctx) {
        ByteBuf rest = cumulation.bytes();
        if (tunnelled() && rest != null) {
            ctx.fireChannelRead(cumulation.take(rest, rest.readableBytes()));
        }
        discard();
        cumulation.clear();
    }

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf in)) {
            ctx.fireChannelRead(message);
            return;
        }
        gate.arrived();
        cumulation.add(in, ctx.alloc());
        decode();
    }

    @Override
    public final void channelReadComplete(ChannelHandlerContext ctx) {
        if (gate.completedEmpty() && midMessage() && !ctx.channel().config().isAutoRead()) {
            ctx.read();
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public final void read(ChannelHandlerContext ctx) {
        if (gate.passes(holdsReads())) {
            ctx.read();
        }
    }

    @Override
    public final void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        closedHere = true;
        var _ = ctx.close(promise); // The promise tells.
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        inputEnded(false);
        ctx.fireExceptionCaught(cause);
    }

    @Override
    public final void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            inputClosed = true;
            inputEnded(!closedHere);
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        inputClosed = true;
        inputEnded(!closedHere);
        discard();
        cumulation.clear();
        ctx.fireChannelInactive();
    }

    final Cumulation cumulation() {
        return cumulation;
    }

    /** Whether no more bytes come. */
    public final boolean inputClosed() {
        return inputClosed;
    }

    final void emit(Object message) {
        gate.emitted();
        context().fireChannelRead(message);
    }

    /** To be called when {@link #decode} has done what it could: the end of the input, and reads held back, are seen to. */
    final void decoded() {
        if (inputClosed) {
            inputEnded(!closedHere);
        }
        if (gate.opens(holdsReads())) {
            context().read();
        }
    }

    private boolean holdsReads() {
        return paused() && !cumulation.isEmpty();
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("the decoder is in no pipeline");
        }
        return context;
    }
}
