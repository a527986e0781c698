package io.tenbin.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.tenbin.config.ClientTimeoutsConfig;
import io.tenbin.proxy.http1.DecodeFailure;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.MessageEnd;
import io.tenbin.proxy.http1.RequestDecoder;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.listener.DrainSignal;
import io.tenbin.proxy.listener.ListenerContext;
import io.tenbin.proxy.log.AccessLog;
import io.tenbin.proxy.snapshot.HttpListenerView;
import io.tenbin.proxy.transport.Timeout;
import java.net.InetSocketAddress;
import java.time.Duration;
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
    private final ListenerContext listener;
    private final Servers servers;
    private final AccessLog log;
    private final RequestDecoder decoder;
    private final Timeout timeout;
    private HttpListenerView view;
    private @Nullable ChannelHandlerContext context;
    private @Nullable InetSocketAddress peer;
    private @Nullable Exchange exchange;
    private long requests;
    private long firstByte;
    private boolean headTimed;
    private boolean requestComplete;
    private boolean tunnel;
    private boolean inputClosed;
    private boolean draining;
    private boolean left;

    ClientConnection(ListenerContext listener, HttpListenerView view, Servers servers, AccessLog log) {
        this.listener = listener;
        this.view = view;
        this.servers = servers;
        this.log = log;
        this.decoder = new RequestDecoder(view.config().http().limits());
        this.timeout = servers.timer().timeout(this::expired);
    }

    RequestDecoder decoder() {
        return decoder;
    }

    InetSocketAddress peer() {
        return peer == null ? (InetSocketAddress) context().channel().remoteAddress() : peer;
    }

    Timeout timeout() {
        return timeout;
    }

    /** Whether another request is welcome after the current one. */
    boolean keeps() {
        long most = view.config().http().limits().requestsPerConnection();
        return !draining && !listener.closing() && listed() && (most == 0 || requests < most);
    }

    boolean tunnels() {
        return tunnel;
    }

    void tunnel() {
        tunnel = true;
        decoder.passThrough();
    }

    /** Sends FIN behind what is still to be written, which the shutdown would drop. */
    void shutdownOutput() {
        DuplexChannel channel = (DuplexChannel) context().channel();
        context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> channel.shutdownOutput());
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
        ClientTimeoutsConfig timeouts = view.config().timeouts();
        timeout.start(shorter(timeouts.httpKeepAlive(), timeouts.client()));
        // May begin the next exchange before it returns, if that was sent ahead.
        decoder.next();
        betweenRequests();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        peer = (InetSocketAddress) ctx.channel().remoteAddress();
        ClientTimeoutsConfig timeouts = view.config().timeouts();
        timeout.start(shorter(timeouts.httpRequest(), timeouts.client()));
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
            case ByteBuf data -> body(data);
            case MessageEnd end -> {
                requestComplete = true;
                if (exchange != null) {
                    exchange.requestEnd(end.trailers());
                }
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
            } else {
                // With its request complete, a client that closes its side still gets the answer.
                betweenRequests();
            }
        } else if (event == DrainSignal.CLOSE_WHEN_IDLE) {
            draining = true;
            if (exchange == null && !decoder.headStarted()) {
                // Not now: what the kernel holds already is read first, which takes one turn of the loop.
                timeout.start(Duration.ZERO);
            }
        } else if (event == DrainSignal.CLOSE_NOW && exchange != null) {
            exchange.killed();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        timeout.stop();
        if (exchange != null) {
            exchange.clientLost();
        }
    }

    /** A reset, mostly. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private void begin(RequestHead head) {
        long began = headTimed ? firstByte : System.nanoTime();
        headTimed = false;
        timeout.stop();
        requests++;
        listener.stats().requests().increment();
        HttpListenerView current = listener.live().current().httpListener(listener.name());
        if (current != null) {
            view = current;
        }
        Http1Stream stream = new Http1Stream(this, context(), listener.stats(), head);
        Exchange next = new Exchange(stream, head, view, servers, new ExchangeLog(log, listener, peer(), began));
        exchange = next;
        next.begin();
    }

    private void body(ByteBuf data) {
        if (exchange == null) {
            data.release();
        } else {
            exchange.requestBody(data);
        }
    }

    private void failed(DecodeFailure failure) {
        DuplexChannel channel = (DuplexChannel) context().channel();
        boolean cut = !channel.isActive() || channel.isInputShutdown();
        ErrorAnswer answer = ErrorAnswer.ofMalformed(failure.status());
        if (exchange == null) {
            refuse(answer, cut ? 'C' : 'P');
        } else if (cut) {
            exchange.clientLost();
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
            if (!headTimed) {
                headTimed = true;
                firstByte = System.nanoTime();
                timeout.startAt(
                        firstByte, view.config().timeouts().httpRequest().toNanos());
            }
        } else if (inputClosed && !decoder.hasBufferedData()) {
            if (requests == 0) {
                refuse(ErrorAnswer.BAD_REQUEST, 'C');
            } else {
                linger();
            }
        }
    }

    private void expired() {
        if (exchange != null) {
            exchange.expired();
        } else if (decoder.headStarted() || (requests == 0 && !draining)) {
            refuse(ErrorAnswer.REQUEST_TIMEOUT, 'c');
        } else {
            linger();
        }
    }

    /** Answers what never became a request. */
    private void refuse(ErrorAnswer answer, char cause) {
        listener.stats().requests().increment();
        long began = headTimed ? firstByte : System.nanoTime();
        ByteBuf bytes = Http1Errors.encoded(answer, true, false);
        int length = bytes.readableBytes();
        context().write(bytes);
        listener.stats().bytesToClient().add(length);
        ExchangeLog line = new ExchangeLog(log, listener, peer(), began);
        line.refused(answer.status());
        line.write(view.config().accessLog(), Phase.REQUEST.endedBy(cause), length, null, null);
        linger();
    }

    /** Hands the connection over to its end. */
    private void linger() {
        leave();
        ChannelHandlerContext ctx = context();
        if (ctx.channel().isActive()) {
            ctx.pipeline().remove(decoder);
            Linger linger = new Linger(servers.timer(), view.config().timeouts().client(), inputClosed);
            ctx.pipeline().replace(this, null, linger);
        }
    }

    /** Closes now, whatever is under way. */
    void close() {
        leave();
        context().close();
    }

    private void leave() {
        left = true;
        timeout.stop();
    }

    private boolean listed() {
        return listener.live().current().httpListener(listener.name()) != null;
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return context;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
