package io.tenbin.proxy.transport;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.util.concurrent.ThreadAwareExecutor;

/**
 * Netty's handlers of epoll, with sockets that stay registered for as long as they are open.
 *
 * <p>Netty 4.2.18 takes a socket out of the epoll set when it waits for nothing, as it does once its peer has sent its FIN and
 * nothing is left to write, and later tries to change what is no longer there ({@code ENOENT}). That fails the write which found
 * the socket's buffer full, and everything behind it is dropped: what a server says after its client's FIN would be cut.
 */
final class EpollHandlers implements IoHandlerFactory {
    private final IoHandlerFactory netty = EpollIoHandler.newFactory();

    @Override
    public IoHandler newHandler(ThreadAwareExecutor executor) {
        return new Handler(netty.newHandler(executor));
    }

    @Override
    public boolean isChangingThreadSupported() {
        return netty.isChangingThreadSupported();
    }

    private record Handler(IoHandler netty) implements IoHandler {
        @Override
        public void initialize() {
            netty.initialize();
        }

        @Override
        public int run(IoHandlerContext context) {
            return netty.run(context);
        }

        @Override
        public void prepareToDestroy() {
            netty.prepareToDestroy();
        }

        @Override
        public void destroy() {
            netty.destroy();
        }

        @Override
        public IoRegistration register(IoHandle handle) throws Exception {
            return new Registration(netty.register(handle));
        }

        @Override
        public void wakeup() {
            netty.wakeup();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handleType) {
            return netty.isCompatible(handleType);
        }
    }

    private record Registration(IoRegistration netty) implements IoRegistration {
        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // Netty's signature
        public <T> T attachment() {
            return netty.attachment();
        }

        /** Waits for nothing, but stays. Errors and hang-ups come unasked: edge-triggered once, not for as long as they last. */
        @Override
        public long submit(IoOps ops) {
            return netty.submit(EpollIoOps.NONE.equals(ops) ? EpollIoOps.EPOLLET : ops);
        }

        @Override
        public boolean isValid() {
            return netty.isValid();
        }

        @Override
        public boolean cancel() {
            return netty.cancel();
        }
    }
}
