package io.tenbin.proxy;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.uring.IoUring;
import io.tenbin.proxy.transport.Transport;
import java.util.ArrayList;
import java.util.List;

/** The transports that the system under the test allows. */
public final class TestTransports {
    private TestTransports() {}

    public static List<Transport.Kind> available() {
        List<Transport.Kind> kinds = new ArrayList<>();
        if (IoUring.isAvailable()) {
            kinds.add(Transport.Kind.IO_URING);
        }
        if (Epoll.isAvailable()) {
            kinds.add(Transport.Kind.EPOLL);
        }
        kinds.add(Transport.Kind.NIO);
        return kinds;
    }
}
