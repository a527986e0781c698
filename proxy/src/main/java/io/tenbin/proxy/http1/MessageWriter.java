package io.tenbin.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.SocketChannel;
import io.tenbin.proxy.tls.HalfClose;
import java.util.concurrent.atomic.LongAdder;

/** Writes messages of HTTP/1 to one connection, their bodies framed as their heads say, and counts the bytes. */
public final class MessageWriter {
    private final SocketChannel channel;
    private final LongAdder total;
    private long bytes;
    private boolean chunked;

    /**
     * Nothing is written yet.
     *
     * @param total to which all bytes are added
     */
    public MessageWriter(SocketChannel channel, LongAdder total) {
        this.channel = channel;
        this.total = total;
    }

    /** Whether the body that comes is sent in chunks. It is not, unless this says so; nor is what goes through a tunnel. */
    public void chunked(boolean framed) {
        chunked = framed;
    }

    /** Bytes since the beginning. */
    public long bytes() {
        return bytes;
    }

    /** Writes what is encoded already. */
    public void write(ByteBuf data) {
        int length = data.readableBytes();
        bytes += length;
        total.add(length);
        // No void promise: its failure would come as an exception, and hide an answer that can still be read.
        channel.write(data);
    }

    /** Part of a body, which may be empty. */
    public void body(ByteBuf data) {
        int length = data.readableBytes();
        if (length == 0) {
            data.release();
        } else if (chunked) {
            write(ChunkEncoder.chunkHead(channel.alloc(), length));
            write(data);
            write(ChunkEncoder.chunkEnd());
        } else {
            write(data);
        }
    }

    /** The end of a body, which goes out with all that was written before. */
    public void end(Fields trailers) {
        if (chunked) {
            write(ChunkEncoder.trailers(channel.alloc(), trailers));
        }
        channel.flush();
    }

    /** The end behind what is still to be written, which a shutdown at once would drop. */
    public void endTunnel() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> HalfClose.of(channel));
    }
}
