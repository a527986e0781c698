package io.tenbin.proxy.health;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.channel.EventLoop;
import io.tenbin.config.SendProxyProtocol;
import io.tenbin.proxy.proxyprotocol.ProxyHeaderWriter;
import io.tenbin.proxy.tls.ServerTls;
import io.tenbin.proxy.tls.TlsFault;
import io.tenbin.proxy.transport.ConnectionEnds;
import io.tenbin.proxy.upstream.CheckStatus;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One check over one connection, which ends with it. Belongs to its event loop's thread. */
final class ProbeRun implements Prober.Run, ServerTls.Listener {
    private static final List<String> KNOWN = List.of(
            "Connection refused",
            "No route to host",
            "Network is unreachable",
            "Host is unreachable",
            "Connection reset",
            "Connection timed out");

    private final EventLoop loop;
    private final @Nullable SendProxyProtocol header;
    private final Prober.Verdict verdict;
    private @Nullable Channel channel;
    private @Nullable Conversation conversation;
    private @Nullable Conversation begun;
    private boolean securing;
    private boolean ended;

    /** @param header what the connection begins with; null for nothing */
    ProbeRun(EventLoop loop, @Nullable SendProxyProtocol header, Prober.Verdict verdict) {
        this.loop = loop;
        this.header = header;
        this.verdict = verdict;
    }

    /**
     * Connects.
     *
     * @param then what to do with the connection; null if that it stands is enough
     * @param secured how it is protected, and the conversation is not in the pipeline yet; null for not at all, and it is
     */
    void begin(
            Bootstrap bootstrap, InetSocketAddress address, @Nullable Conversation then, @Nullable CheckPlan secured) {
        conversation = then;
        ChannelFuture connect = bootstrap.connect(address);
        channel = connect.channel();
        // It hops: a failure may come on another thread, or from within this very call.
        connect.addListener(done -> loop.execute(() -> connected(done.cause(), secured)));
    }

    private void connected(@Nullable Throwable failure, @Nullable CheckPlan secured) {
        if (ended) {
            return;
        }
        if (failure == null && header != null && channel != null) {
            sendHeader(channel, channel, header);
        }
        if (failure != null) {
            failed(failure);
        } else if (secured != null && channel != null) {
            secure(channel, secured);
        } else {
            converse(CheckStatus.L4OK);
        }
    }

    private void secure(Channel connected, CheckPlan plan) {
        ServerTls tls = plan.protection();
        if (tls != null) {
            securing = true;
            tls.beginAnew(connected, plan.server(), TlsHandshake.ARITHMETIC, this);
        }
    }

    @Override
    public void trusted() {
        Channel secured = channel;
        if (ended || secured == null) {
            return;
        }
        if (conversation != null) {
            conversation.join(secured.pipeline());
        }
        converse(CheckStatus.L6OK);
    }

    @Override
    public void proven() {
        // The conversation tells more.
    }

    @Override
    public void failed(TlsFault fault) {
        end(CheckStatus.L6RSP, 0, fault.toString());
    }

    private void converse(CheckStatus otherwise) {
        if (conversation == null) {
            end(otherwise, 0, "");
        } else {
            begun = conversation;
            conversation.begin();
        }
    }

    /** As HAProxy's checks: the line tells the check's own ends, the binary form that it speaks for nobody. */
    static void sendHeader(Channel connected, ChannelOutboundInvoker out, SendProxyProtocol version) {
        ConnectionEnds ends = version == SendProxyProtocol.V1
                        && connected.localAddress() instanceof InetSocketAddress local
                        && connected.remoteAddress() instanceof InetSocketAddress remote
                ? new ConnectionEnds(local, remote)
                : null;
        var _ = out.writeAndFlush(ProxyHeaderWriter.write(connected.alloc(), version, ends), out.voidPromise());
    }

    private void failed(Throwable failure) {
        boolean ours =
                failure instanceof BindException || failure instanceof ChannelException || failure instanceof Error;
        if (ours) {
            // Nothing to close: without a descriptor there is no socket, nor an event loop that it belongs to.
            ended = true;
            channel = null;
            verdict.impossible(failure);
        } else {
            end(CheckStatus.L4CON, 0, words(failure));
        }
    }

    /** The verdict is reached, and the connection has served its purpose. */
    void end(CheckStatus status, int code, String info) {
        if (!ended) {
            cancel();
            verdict.ended(status, code, info);
        }
    }

    @Override
    public CheckStatus timedOut() {
        if (begun != null) {
            return begun.timedOut();
        }
        return securing ? CheckStatus.L6TOUT : CheckStatus.L4TOUT;
    }

    @Override
    public void cancel() {
        ended = true;
        if (channel != null) {
            channel.close();
        }
    }

    /** The system's words, which each transport wraps in others. */
    private static String words(Throwable failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return KNOWN.stream()
                .filter(known -> message.contains(known.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(failure.getClass().getSimpleName());
    }
}
