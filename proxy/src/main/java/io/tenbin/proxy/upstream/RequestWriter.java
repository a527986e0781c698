package io.tenbin.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.SocketChannel;
import io.tenbin.proxy.http1.ChunkEncoder;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.Framing;
import io.tenbin.proxy.http1.HeadEncoder;
import io.tenbin.proxy.http1.RequestHead;
import java.util.concurrent.atomic.LongAdder;

/** Writes requests in HTTP/1 to one server, and counts the bytes. */
final class RequestWriter {
    private final SocketChannel channel;
    private final LongAdder bytes;
    private boolean chunked;

    RequestWriter(SocketChannel channel, LongAdder bytes) {
        this.channel = channel;
        this.bytes = bytes;
    }

    void head(RequestHead head) {
        chunked = head.framing() == Framing.CHUNKED;
        write(HeadEncoder.request(channel.alloc(), head.method(), head.nextTarget(), head.fields()));
    }

    void body(ByteBuf data) {
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

    void end(Fields trailers) {
        if (chunked) {
            write(ChunkEncoder.trailers(channel.alloc(), trailers));
        }
        channel.flush();
    }

    /** From now on nothing is framed. */
    void tunnel() {
        chunked = false;
    }

    /** A FIN behind what is still to be written, which a shutdown at once would drop. */
    void endTunnel() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> channel.shutdownOutput());
    }

    private void write(ByteBuf data) {
        bytes.add(data.readableBytes());
        // No void promise: its failure would come as an exception, and hide an answer that can still be read.
        channel.write(data);
    }
}
