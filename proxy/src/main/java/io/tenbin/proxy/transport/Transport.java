package io.tenbin.proxy.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The event loops, and the kind of sockets that they drive. One per process. */
public final class Transport implements AutoCloseable {

    /** What the kernel is asked through. */
    public enum Kind {
        /** The first of the others that the system allows, in their order. */
        AUTO,
        IO_URING,
        EPOLL,
        NIO
    }

    private record Choice(
            Kind kind,
            IoHandlerFactory handlers,
            Class<? extends ServerSocketChannel> server,
            Class<? extends SocketChannel> client) {}

    private final Choice choice;
    private final String explanation;
    private final EventLoopGroup loops;

    private Transport(Choice choice, String explanation, EventLoopGroup loops) {
        this.choice = choice;
        this.explanation = explanation;
        this.loops = loops;
    }

    /**
     * Starts the event loops.
     *
     * @param kind with {@link Kind#AUTO} the best that the system allows
     * @param threads number of event loops, at least 1
     * @throws IllegalStateException if a kind is asked for by name and the system refuses it; the message says why
     */
    public static Transport start(Kind kind, int threads) {
        List<String> refused = new ArrayList<>();
        List<Kind> kinds = kind == Kind.AUTO ? List.of(Kind.IO_URING, Kind.EPOLL, Kind.NIO) : List.of(kind);
        for (Kind candidate : kinds) {
            Throwable cause = refusal(candidate);
            if (cause == null) {
                Choice choice = choice(candidate);
                EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                        threads, new DefaultThreadFactory("tenbin-loop"), choice.handlers);
                return new Transport(choice, explanation(candidate, kind, refused), loops);
            }
            refused.add(name(candidate) + " is refused: " + rootMessage(cause));
        }
        throw new IllegalStateException("transport " + String.join("; ", refused));
    }

    /** {@code io_uring}, {@code epoll} or {@code nio}. */
    public String name() {
        return name(choice.kind);
    }

    /** The name, and why nothing better, for the log. */
    public String explanation() {
        return explanation;
    }

    public EventLoopGroup loops() {
        return loops;
    }

    /** A bootstrap for sockets that listen, and for what they accept, on all loops. */
    public ServerBootstrap server() {
        return new ServerBootstrap().group(loops).channel(choice.server);
    }

    /** A bootstrap for a connection to a resolved address, on this loop. Does not time out by itself. */
    public Bootstrap client(EventLoop loop) {
        return new Bootstrap()
                .group(loop)
                .channel(choice.client)
                .resolver(NoopAddressResolverGroup.INSTANCE)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
    }

    /** Ends the event loops; returns when they have ended, after 5 s at the latest. */
    @Override
    public void close() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }

    private static @Nullable Throwable refusal(Kind kind) {
        return switch (kind) {
            case IO_URING -> IoUring.isAvailable() ? null : IoUring.unavailabilityCause();
            case EPOLL -> Epoll.isAvailable() ? null : Epoll.unavailabilityCause();
            case NIO, AUTO -> null;
        };
    }

    private static Choice choice(Kind kind) {
        return switch (kind) {
            case IO_URING ->
                new Choice(
                        kind,
                        IoUringIoHandler.newFactory(),
                        IoUringServerSocketChannel.class,
                        IoUringSocketChannel.class);
            case EPOLL ->
                new Choice(kind, new EpollHandlers(), EpollServerSocketChannel.class, EpollSocketChannel.class);
            case NIO, AUTO ->
                new Choice(Kind.NIO, NioIoHandler.newFactory(), NioServerSocketChannel.class, NioSocketChannel.class);
        };
    }

    private static String name(Kind kind) {
        return switch (kind) {
            case IO_URING -> "io_uring";
            case EPOLL -> "epoll";
            case NIO -> "nio";
            case AUTO -> "auto";
        };
    }

    private static String explanation(Kind chosen, Kind asked, List<String> refused) {
        if (asked != Kind.AUTO) {
            return name(chosen) + ", as configured";
        }
        return refused.isEmpty() ? name(chosen) : name(chosen) + ", since " + String.join("; ", refused);
    }

    private static String rootMessage(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
