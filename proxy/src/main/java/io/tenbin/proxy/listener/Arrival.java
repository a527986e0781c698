package io.tenbin.proxy.listener;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;
import io.tenbin.config.AccessLogFormat;
import io.tenbin.config.ListenerConfig;
import io.tenbin.config.PassedThroughTlsConfig;
import io.tenbin.config.ProxyProtocol;
import io.tenbin.config.TerminatedTlsConfig;
import io.tenbin.proxy.log.AccessLog;
import io.tenbin.proxy.log.RefusedLogEntry;
import io.tenbin.proxy.proxyprotocol.HeaderFault;
import io.tenbin.proxy.proxyprotocol.ProxyHeader;
import io.tenbin.proxy.snapshot.Snapshot;
import io.tenbin.proxy.tls.CertificateChoice;
import io.tenbin.proxy.tls.ClientHello;
import io.tenbin.proxy.tls.CloseNotify;
import io.tenbin.proxy.tls.HandshakeFault;
import io.tenbin.proxy.tls.ServerContext;
import io.tenbin.proxy.transport.ConnectionEnds;
import io.tenbin.proxy.transport.TlsFacts;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a connection goes through before a handler gets it: the header of the PROXY protocol, then TLS, or as much of it as is looked
 * at. Belongs to the connection's event loop.
 *
 * <pre>
 *   accepted --[header]--&gt; --[ClientHello --[handshake]]--&gt; the handler's
 * </pre>
 */
final class Arrival {
    /** A fatal alert, {@code unrecognized_name} (RFC 8446 section 6.2, RFC 6066 section 3), in a record of its own. */
    private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};

    /** The snapshot may be swapped between two looks at it, but not for ever. */
    private static final int LOOKS = 100;

    private final Channel channel;
    private final OpenListener listener;
    private final ListenerConfig config;
    private final AccessLog log;
    private final long accepted = System.currentTimeMillis();

    /** @param config the listener's at the time of the accept */
    Arrival(Channel channel, OpenListener listener, ListenerConfig config, AccessLog log) {
        this.channel = channel;
        this.listener = listener;
        this.config = config;
        this.log = log;
    }

    /** @param own the ends of the socket */
    void begin(ConnectionEnds own) {
        if (config.proxyProtocol() == ProxyProtocol.REQUIRED) {
            readHeader(own);
        } else {
            afterHeader(own);
        }
    }

    /** The client is known only after the header, and so is all that depends on it. */
    private void readHeader(ConnectionEnds own) {
        byDemand();
        channel.pipeline().addLast(new ProxyHeaderReader(config.timeouts().client(), new ProxyHeaderReader.Outcome() {
            @Override
            public void begins(ProxyHeader header) {
                ConnectionEnds told = header.ends();
                afterHeader(told == null ? own : told);
            }

            @Override
            public void refused(HeaderFault fault) {
                listener.stats().headerFaults().increment();
                logRefusal(own.client(), fault.words());
            }
        }));
    }

    private void afterHeader(ConnectionEnds ends) {
        switch (config.tls()) {
            case null -> listener.handle(channel, ends);
            case PassedThroughTlsConfig _ -> readHello(ends, hello -> listener.handle(channel, ends));
            case TerminatedTlsConfig _ -> readHello(ends, hello -> terminate(ends, hello));
        }
    }

    /** What is done with a message that was read. */
    private interface Next {
        void accept(ClientHello hello);
    }

    private void readHello(ConnectionEnds ends, Next next) {
        byDemand();
        channel.pipeline().addLast(new HelloReader(config.timeouts().client(), new HelloReader.Outcome() {
            @Override
            public void begins(ClientHello hello) {
                next.accept(hello);
            }

            @Override
            public void refused(HandshakeFault fault) {
                refuse(ends, fault);
            }
        }));
    }

    private void terminate(ConnectionEnds ends, ClientHello hello) {
        SslHandler tls = handler(hello);
        if (tls == null) {
            refuse(ends, HandshakeFault.FAILED);
            channel.writeAndFlush(Unpooled.wrappedBuffer(UNRECOGNIZED_NAME)).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        tls.setHandshakeTimeoutMillis(0);
        channel.pipeline()
                .addLast(
                        tls,
                        new CloseNotify(tls),
                        new TlsHandshake(
                                config.timeouts().client(), tls, hello.serverName(), new TlsHandshake.Outcome() {
                                    @Override
                                    public void done(TlsFacts facts, boolean resumed) {
                                        listener.stats().tls().handshakes().increment();
                                        if (resumed) {
                                            listener.stats().tls().resumed().increment();
                                        }
                                        listener.handle(channel, ends.with(facts));
                                    }

                                    @Override
                                    public void refused(HandshakeFault fault) {
                                        refuse(ends, fault);
                                    }
                                }));
    }

    /** By the snapshot of this moment; null if it has no certificate for this client. */
    private @Nullable SslHandler handler(ClientHello hello) {
        for (int look = 0; look < LOOKS; look++) {
            Snapshot snapshot = listener.live().current();
            CertificateChoice choice = snapshot.certificates().get(listener.name());
            ServerContext context = choice == null ? null : choice.choose(hello);
            if (context == null) {
                return null;
            }
            SslHandler handler = context.handler(channel.alloc());
            if (handler != null) {
                return handler;
            }
        }
        return null;
    }

    private void byDemand() {
        channel.config().setAutoRead(false);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    private void refuse(ConnectionEnds ends, HandshakeFault fault) {
        listener.stats().tls().failed().increment();
        logRefusal(ends.client(), fault.words());
    }

    private void logRefusal(InetSocketAddress client, String words) {
        if (config.accessLog() != AccessLogFormat.NONE) {
            log.refused(new RefusedLogEntry(client, accepted, config.name(), words));
        }
    }
}
