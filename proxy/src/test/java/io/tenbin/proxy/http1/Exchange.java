package io.tenbin.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.AsciiString;
import io.tenbin.config.LimitsConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Feeds bytes to a decoder and writes down, one line each, what comes out of it. Every byte that was allocated must be given back. */
final class Exchange {
    static final LimitsConfig LIMITS = new LimitsConfig(256, 1024, 16, 0, 0);

    private final UnpooledByteBufAllocator alloc = new UnpooledByteBufAllocator(true, true);
    private final List<Object> heads = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private final EmbeddedChannel channel;
    private boolean failed;

    private Exchange(MessageDecoder decoder, Runnable atEnd) {
        channel = new EmbeddedChannel();
        channel.config().setAllocator(alloc);
        channel.pipeline().addLast(decoder, new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                note(message);
                if (message instanceof MessageEnd) {
                    atEnd.run();
                }
            }
        });
    }

    /** Every request is taken as soon as it comes. */
    static Exchange ofRequests() {
        RequestDecoder decoder = new RequestDecoder(LIMITS);
        return new Exchange(decoder, decoder::next);
    }

    /** The methods are those of the requests that are answered, one after the other. */
    static Exchange ofResponses(List<String> methods) {
        ResponseDecoder decoder = new ResponseDecoder(1024, 16);
        List<String> left = new ArrayList<>(methods);
        Runnable expect = () -> {
            if (!left.isEmpty()) {
                decoder.expect(AsciiString.of(left.removeFirst()));
            }
        };
        Exchange exchange = new Exchange(decoder, expect);
        expect.run();
        return exchange;
    }

    Exchange feed(byte[] bytes, int from, int to) {
        // Both kinds of memory, since they are searched and copied by other code.
        int length = to - from;
        ByteBuf in = length % 2 == 0 ? alloc.heapBuffer(length) : alloc.directBuffer(length);
        channel.writeInbound(in.writeBytes(bytes, from, length));
        return this;
    }

    /** Closes as the peer does, and says what came. */
    List<String> finish() {
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        channel.finish();
        channel.checkException();
        flushBody();
        long held = alloc.metric().usedHeapMemory() + alloc.metric().usedDirectMemory();
        if (held != 0) {
            throw new AssertionError(held + " bytes were not released");
        }
        return lines;
    }

    List<Object> heads() {
        return heads;
    }

    private void note(Object message) {
        if (failed) {
            throw new AssertionError("after the failure came " + message);
        }
        if (message instanceof ByteBuf data) {
            body.append(data.toString(StandardCharsets.ISO_8859_1));
            data.release();
            return;
        }
        flushBody();
        switch (message) {
            case RequestHead head -> {
                heads.add(head);
                lines.add(describe(head));
            }
            case ResponseHead head -> {
                heads.add(head);
                lines.add(describe(head));
            }
            case MessageEnd end -> lines.add("end" + (end.trailers().isEmpty() ? "" : " " + describe(end.trailers())));
            case DecodeFailure failure -> {
                failed = true;
                lines.add("fail " + failure.status() + " " + failure.reason());
            }
            default -> throw new AssertionError("not a message: " + message);
        }
    }

    private void flushBody() {
        if (!body.isEmpty()) {
            lines.add("body " + Vector.escape(body.toString()));
            body.setLength(0);
        }
    }

    static String describe(RequestHead head) {
        StringBuilder line = new StringBuilder()
                .append(head.method())
                .append(' ')
                .append(head.originTarget())
                .append(' ')
                .append(head.targetForm())
                .append(" at=")
                .append(head.authority())
                .append(" 1.")
                .append(head.minorVersion())
                .append(head.keepAlive() ? " keep " : " close ")
                .append(framing(head.framing(), head.contentLength()));
        if (head.expectContinue()) {
            line.append(" expect");
        }
        if (head.upgrade() != null) {
            line.append(" upgrade=").append(head.upgrade());
        }
        return line.append(' ').append(describe(head.fields())).toString();
    }

    private static String describe(ResponseHead head) {
        return head.status() + " '" + Vector.escape(head.reason().toString()) + "' 1." + head.minorVersion()
                + (head.keepAlive() ? " keep " : " close ") + framing(head.framing(), head.contentLength()) + " "
                + describe(head.fields());
    }

    private static String framing(Framing framing, long length) {
        return framing == Framing.LENGTH ? "LENGTH:" + length : framing.toString();
    }

    static String describe(Fields fields) {
        List<String> lines = new ArrayList<>();
        for (int line = 0; line < fields.size(); line++) {
            lines.add(
                    fields.name(line) + ": " + Vector.escape(fields.value(line).toString()));
        }
        return "{" + String.join("; ", lines) + "}";
    }
}
