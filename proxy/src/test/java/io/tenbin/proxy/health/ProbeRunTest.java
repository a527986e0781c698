package io.tenbin.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.tenbin.proxy.transport.Transport;
import io.tenbin.proxy.upstream.CheckStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProbeRunTest {
    @Test
    void a_process_without_file_descriptors_says_nothing_of_the_server() throws Exception {
        CompletableFuture<Throwable> impossible = new CompletableFuture<>();
        try (Transport transport = Transport.start(Transport.Kind.NIO, 1)) {
            EventLoop loop = transport.loops().next();
            Bootstrap bootstrap = new Bootstrap()
                    .group(loop)
                    .channelFactory(ProbeRunTest::noDescriptor)
                    .handler(new ChannelInboundHandlerAdapter());
            loop.execute(() -> new ProbeRun(loop, null, new Prober.Verdict() {
                        @Override
                        public void ended(CheckStatus status, int code, String info) {
                            impossible.completeExceptionally(new AssertionError(status + " " + info));
                        }

                        @Override
                        public void impossible(Throwable cause) {
                            impossible.complete(cause);
                        }
                    })
                    .begin(bootstrap, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), null, null));

            assertThat(impossible.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("Too many open files");
        }
    }

    /** As each transport does it. */
    private static Channel noDescriptor() {
        throw new ChannelException("Failed to open a socket.", new IOException("Too many open files"));
    }
}
