package io.tenbin.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A channel with a decoder between something that counts reads and something that writes messages down. */
final class Recorder {
    final EmbeddedChannel channel = new EmbeddedChannel();
    final List<String> seen = new ArrayList<>();
    final List<ByteBuf> data = new ArrayList<>();
    Runnable onEnd = () -> {};
    Runnable onHead = () -> {};
    int reads;

    Recorder(MessageDecoder decoder) {
        channel.pipeline()
                .addLast(
                        new ChannelOutboundHandlerAdapter() {
                            @Override
                            public void read(ChannelHandlerContext ctx) {
                                reads++;
                            }
                        },
                        decoder,
                        new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelRead(ChannelHandlerContext ctx, Object message) {
                                note(message);
                            }
                        });
        reads = 0;
    }

    void feed(String text) {
        feed(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    void feed(ByteBuf in) {
        channel.writeInbound(in);
        channel.checkException();
    }

    /** What came since the last call. */
    List<String> taken() {
        List<String> taken = List.copyOf(seen);
        seen.clear();
        return taken;
    }

    /** Closes from our side, and asserts by it that nothing is left over. */
    void close() {
        channel.finish();
        channel.checkException();
        data.forEach(ByteBuf::release);
        data.clear();
    }

    private void note(Object message) {
        switch (message) {
            case RequestHead head -> {
                seen.add(head.method() + " " + head.target());
                onHead.run();
            }
            case ResponseHead head -> {
                seen.add(String.valueOf(head.status()));
                onHead.run();
            }
            case ByteBuf buffer -> {
                seen.add("body " + buffer.toString(StandardCharsets.ISO_8859_1));
                data.add(buffer);
            }
            case MessageEnd end -> {
                seen.add("end");
                onEnd.run();
            }
            case DecodeFailure failure -> seen.add("fail " + failure.status());
            default -> throw new AssertionError("not a message: " + message);
        }
    }
}
