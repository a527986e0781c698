package io.tenbin.proxy.health;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.tenbin.proxy.upstream.CheckStatus;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The handshake of a TLS check where work goes in clear text, whole each time: a resumed one would not see that the server has lost its certificate. That the
 * certificate is one that clients believe is not asked. No server name is sent, as HAProxy sends none without {@code check-sni}.
 */
final class TlsHandshake extends ChannelInboundHandlerAdapter implements Conversation {
    /**
     * For the arithmetic of handshakes, which would hold up the work of an event loop. What waits is bounded: one handshake per
     * endpoint, until its check's time is up.
     */
    static final Executor ARITHMETIC = arithmetic();

    private final ProbeRun run;

    /** Made by the first check: most proxies make none. */
    private static final class Client {
        private static final SslContext CONTEXT = context();

        private Client() {}

        private static SslContext context() {
            try {
                return SslContextBuilder.forClient()
                        .sslProvider(SslProvider.JDK)
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .build();
            } catch (SSLException e) {
                throw new AssertionError("every Java runtime has TLS", e);
            }
        }
    }

    TlsHandshake(ProbeRun run) {
        this.run = run;
    }

    @Override
    public void join(ChannelPipeline pipeline) {
        SslHandler tls = Client.CONTEXT.newHandler(pipeline.channel().alloc(), ARITHMETIC);
        // The check's own time-out holds.
        tls.setHandshakeTimeoutMillis(0);
        pipeline.channel().config().setAutoRead(true);
        pipeline.addLast(tls, this);
    }

    /** It has begun by itself. */
    @Override
    public void begin() {}

    @Override
    public CheckStatus timedOut() {
        return CheckStatus.L6TOUT;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done) {
            if (done.isSuccess()) {
                run.end(CheckStatus.L6OK, 0, "");
            } else {
                run.end(CheckStatus.L6RSP, 0, words(done.cause()));
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        run.end(CheckStatus.L6RSP, 0, words(cause));
    }

    private static String words(Throwable cause) {
        return switch (root(cause)) {
            case NotSslRecordException _ -> "no TLS answer";
            case ClosedChannelException _ -> "connection closed in the handshake";
            case SSLException failure -> Shown.of(String.valueOf(failure.getMessage()));
            case Throwable other -> other.getClass().getSimpleName();
        };
    }

    /** Decoders wrap what they meet. */
    private static Throwable root(Throwable cause) {
        @Nullable Throwable inner = cause.getCause();
        return cause instanceof SSLException || inner == null ? cause : inner;
    }

    private static Executor arithmetic() {
        ThreadPoolExecutor one = new ThreadPoolExecutor(
                1,
                1,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("tenbin-tls-check", true));
        one.allowCoreThreadTimeOut(true);
        return one;
    }
}
