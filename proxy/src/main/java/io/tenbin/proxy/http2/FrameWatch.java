package io.tenbin.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameTypes;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the frames of a client before anything is done about them, even at those that would be passed over: counts what is cheap
 * to send against a {@link FrameBudget}, and knows whether a head is under way that is not complete. Reads frames' headers only.
 */
public final class FrameWatch extends ChannelInboundHandlerAdapter {
    private static final int HEADER = 9;
    private static final int END_STREAM = 0x1;
    private static final int END_HEADERS = 0x4;
    private static final int PADDED = 0x8;

    private final FrameBudget budget;
    private final byte[] header = new byte[HEADER];
    private int preface = Http2CodecUtil.connectionPrefaceBuf().readableBytes();
    private int filled;
    private int payload;
    private boolean headFrame;
    private boolean headOpen;
    private @Nullable Flood flood;

    public FrameWatch(FrameBudget budget) {
        this.budget = budget;
    }

    /** Whether the first byte of a head has come, and its last one has not. */
    public boolean insideHead() {
        return headOpen || (headFrame && payload > 0);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (flood == null) {
            budget.refill(System.nanoTime());
            watch(in);
        }
        if (flood == null) {
            ctx.fireChannelRead(in);
        } else {
            in.release();
            ctx.fireUserEventTriggered(flood);
        }
    }

    private void watch(ByteBuf in) {
        int at = in.readerIndex();
        int end = in.writerIndex();
        int skipped = Math.min(preface, end - at);
        preface -= skipped;
        at += skipped;
        while (at < end && flood == null) {
            if (payload > 0) {
                int part = Math.min(payload, end - at);
                payload -= part;
                at += part;
            } else {
                int part = Math.min(HEADER - filled, end - at);
                in.getBytes(at, header, filled, part);
                filled += part;
                at += part;
                if (filled == HEADER) {
                    filled = 0;
                    frame();
                }
            }
        }
    }

    private void frame() {
        payload = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | (header[2] & 0xff);
        byte type = header[3];
        int flags = header[4];
        headFrame = type == Http2FrameTypes.HEADERS || type == Http2FrameTypes.CONTINUATION;
        if (headFrame) {
            headOpen = (flags & END_HEADERS) == 0;
            if (type == Http2FrameTypes.CONTINUATION) {
                count(Flood.CONTINUATION);
            }
            if (!headOpen) {
                budget.headEnded();
            }
            return;
        }
        switch (type) {
            case Http2FrameTypes.DATA -> {
                boolean empty = payload == 0 || ((flags & PADDED) != 0 && payload == 1);
                if (empty && (flags & END_STREAM) == 0) {
                    count(Flood.EMPTY_DATA);
                }
            }
            case Http2FrameTypes.RST_STREAM -> count(Flood.RESET);
            case Http2FrameTypes.SETTINGS -> count(Flood.SETTINGS);
            case Http2FrameTypes.PING -> count(Flood.PING);
            case Http2FrameTypes.PRIORITY -> count(Flood.PRIORITY);
            case Http2FrameTypes.WINDOW_UPDATE -> count(Flood.WINDOW_UPDATE);
            // Both are errors of the connection, or its end.
            case Http2FrameTypes.PUSH_PROMISE, Http2FrameTypes.GO_AWAY -> {}
            default -> count(Flood.UNKNOWN);
        }
    }

    private void count(Flood kind) {
        if (!budget.spend(kind)) {
            flood = kind;
        }
    }
}
