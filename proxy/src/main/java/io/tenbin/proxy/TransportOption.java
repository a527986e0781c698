package io.tenbin.proxy;

import io.tenbin.proxy.transport.Transport;

/** The transports by the words of {@code spec.proxy.transport}. */
public enum TransportOption {
    Auto(Transport.Kind.AUTO),
    IoUring(Transport.Kind.IO_URING),
    Epoll(Transport.Kind.EPOLL),
    Nio(Transport.Kind.NIO);

    private final Transport.Kind kind;

    TransportOption(Transport.Kind kind) {
        this.kind = kind;
    }

    public Transport.Kind kind() {
        return kind;
    }
}
