package io.tenbin.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import io.tenbin.proxy.http1.DecodeFailure;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.MessageEnd;
import io.tenbin.proxy.http1.RequestDecoder;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.listener.DrainSignal;
import io.tenbin.proxy.transport.ConnectionEnds;
import io.tenbin.proxy.transport.Timeout;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection that speaks HTTP/1 (RFC 9112): one exchange after the other.
 *
 * <pre>
 *   IDLE --first byte--&gt; HEAD --head--&gt; EXCHANGE --ended, connection kept--&gt; IDLE
 *     |                    |                '--ended, not kept--&gt; LINGERING --FIN or time--&gt; closed
 *     |                    '--malformed, too slow: answered--------^
 *     '--too long, drained-----------------------------------------^
 * </pre>
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {
    private final SocketChannel channel;
    private final ClientSession session;
    private final CurrentListener listener;
    private final RequestDecoder decoder;
    private final Timeout timeout;
    private final RequestWait wait;
    private ClientStream.@Nullable Receiver exchange;
    private boolean requestComplete;
    private boolean tunnel;
    private boolean inputClosed;
    private boolean left;

    ClientConnection(SocketChannel channel, ClientSession session) {
        this.channel = channel;
        this.session = session;
        this.listener = session.listener();
        this.decoder = new RequestDecoder(listener.view().config().http().limits());
        this.timeout = session.timer().timeout(this::expired);
        this.wait = new RequestWait(timeout);
    }

    RequestDecoder decoder() {
        return decoder;
    }

    ConnectionEnds ends() {
        return session.ends();
    }

    Timeout timeout() {
        return timeout;
    }

    /** Whether another request is welcome after the current one. */
    boolean keeps() {
        return session.keeps();
    }

    void tunnel(ClientStream.Receiver receiver) {
        tunnel = true;
        exchange = receiver;
        decoder.passThrough();
    }

    /** Nothing has been used of what came: another version is spoken. */
    void becomeHttp2() {
        left = true;
        timeout.stop();
        channel.pipeline().remove(decoder);
        channel.pipeline().remove(this);
        new Http2ClientConnection(channel, session).begin();
    }

    void exchangeEnded(boolean keep) {
        exchange = null;
        if (left) {
            return;
        }
        if (!keep || !requestComplete || tunnel) {
            linger();
            return;
        }
        requestComplete = false;
        wait.forNext(listener.timeouts());
        // May begin the next exchange before it returns, if that was sent ahead.
        decoder.next();
        betweenRequests();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        wait.forFirst(listener.timeouts());
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (left) {
            ReferenceCountUtil.release(message);
            return;
        }
        switch (message) {
            case RequestHead head -> begin(head);
            case ByteBuf data -> underway().requestBody(data);
            case MessageEnd end -> {
                requestComplete = true;
                underway().requestEnd(end.trailers());
            }
            case DecodeFailure failure -> failed(failure);
            default -> throw new IllegalStateException("unexpected " + message.getClass());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (exchange != null && (tunnel || !requestComplete)) {
            exchange.requestPause();
            return;
        }
        // Asked for even while an answer is awaited: how else would a client be seen to go?
        ctx.read();
        betweenRequests();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.clientWritability();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            inputClosed = true;
            if (tunnel && exchange != null) {
                exchange.requestEnd(Fields.EMPTY);
            } else if (exchange != null && requestComplete) {
                exchange.clientFinished();
            } else {
                // With its request complete, a client that closes its side still gets the answer.
                betweenRequests();
            }
        } else if (event == DrainSignal.CLOSE_WHEN_IDLE) {
            session.drain();
            if (exchange == null && !decoder.headStarted()) {
                wait.forNothing();
            }
        } else if (event == DrainSignal.CLOSE_NOW && exchange != null) {
            exchange.clientLost('K');
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        leave();
        if (exchange != null) {
            exchange.clientLost('C');
        }
    }

    /** A reset, mostly. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private void begin(RequestHead head) {
        Http1Stream stream = new Http1Stream(this, channel, listener.stats(), head);
        Exchange next = session.exchange(stream, head, wait.ends());
        exchange = next;
        next.begin();
    }

    /** A request that was given up before its end leaves nothing to be emitted: the connection has been left then. */
    private ClientStream.Receiver underway() {
        return Objects.requireNonNull(exchange, "no request is under way");
    }

    private void failed(DecodeFailure failure) {
        boolean cut = !channel.isActive() || inputClosed || channel.isInputShutdown();
        ErrorAnswer answer = ErrorAnswer.ofMalformed(failure.status());
        if (exchange == null) {
            refuse(answer, cut ? 'C' : 'P');
        } else if (cut) {
            exchange.clientLost('C');
        } else {
            exchange.requestMalformed(answer);
        }
    }

    /** Nothing, or part of a head, has come since the last exchange: sees to it that the rest comes in time, or never. */
    private void betweenRequests() {
        if (exchange != null || left) {
            return;
        }
        if (decoder.headStarted()) {
            wait.goesOn(listener.timeouts());
        } else if (inputClosed && !decoder.hasBufferedData()) {
            if (session.requests() == 0) {
                refuse(ErrorAnswer.BAD_REQUEST, 'C');
            } else {
                linger();
            }
        }
    }

    private void expired() {
        if (exchange != null) {
            exchange.expired();
        } else if (decoder.headStarted() || (session.requests() == 0 && !session.draining())) {
            refuse(ErrorAnswer.REQUEST_TIMEOUT, 'c');
        } else {
            linger();
        }
    }

    /** Answers what never became a request. */
    private void refuse(ErrorAnswer answer, char cause) {
        long firstByte = wait.ends();
        ByteBuf bytes = Http1Errors.encoded(answer, listener.view().errorPage(answer.status()), true, false);
        int length = bytes.readableBytes();
        channel.write(bytes);
        listener.stats().bytesToClient().add(length);
        session.refused(answer.status(), Phase.REQUEST.endedBy(cause), length, firstByte);
        linger();
    }

    /** Hands the connection over to its end. */
    private void linger() {
        leave();
        if (channel.isActive()) {
            channel.pipeline().remove(decoder);
            Linger linger = new Linger(session.timer(), listener.timeouts().client(), inputClosed);
            channel.pipeline().replace(this, null, linger);
        }
    }

    /** Closes now, whatever is under way. */
    void close() {
        leave();
        channel.close();
    }

    private void leave() {
        left = true;
        timeout.stop();
        session.close();
    }
}
