package io.tenbin.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client of HTTP/2, frame by frame: what is sent is what was given, right or wrong. */
final class Http2Wire implements Closeable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

    record Frame(int type, int flags, int stream, ByteBuf payload) {
        int number(int at) {
            return payload.getInt(at);
        }

        int length() {
            return payload.readableBytes();
        }

        boolean has(int flag) {
            return (flags & flag) != 0;
        }
    }

    /** An answer that has come to its end, or to a reset, whose code is then more than zero. */
    record Answer(Http2Headers head, String body, Http2Headers trailers, int reset) {
        String status() {
            return head == null ? null : head.status().toString();
        }

        String field(String name) {
            CharSequence value = head.get(name);
            return value == null ? null : value.toString();
        }
    }

    private Http2Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** Has sent its preface and empty settings. */
    static Http2Wire connect(int port) throws IOException {
        Http2Wire wire = silent(port);
        wire.raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return wire.frame(SETTINGS, 0, 0);
    }

    /** Has sent nothing. */
    static Http2Wire silent(int port) throws IOException {
        return new Http2Wire(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    Socket socket() {
        return socket;
    }

    Http2Wire raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    Http2Wire frame(int type, int flags, int stream, byte... payload) throws IOException {
        return raw(bytes(type, flags, stream, payload));
    }

    static byte[] bytes(int type, int flags, int stream, byte... payload) {
        ByteBuf frame = Unpooled.buffer(9 + payload.length);
        frame.writeMedium(payload.length).writeByte(type).writeByte(flags).writeInt(stream);
        return ByteBufUtil.getBytes(frame.writeBytes(payload));
    }

    /** The same frame many times in one piece. */
    Http2Wire flood(int times, byte[] frame) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.writeBytes(frame);
        }
        return raw(all.toByteArray());
    }

    static byte[] number(int value) {
        return ByteBufUtil.getBytes(Unpooled.buffer(4).writeInt(value));
    }

    /** Names and values, compressed. */
    byte[] block(String... fields) throws IOException {
        Http2Headers headers = new DefaultHttp2Headers(false);
        for (int i = 0; i < fields.length; i += 2) {
            headers.add(fields[i], fields[i + 1]);
        }
        return block(headers);
    }

    private byte[] block(Http2Headers headers) throws IOException {
        ByteBuf block = Unpooled.buffer();
        try {
            encoder.encodeHeaders(1, headers, block);
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
        return ByteBufUtil.getBytes(block);
    }

    /** As {@link #block}, but each field as it is and where it is, without compression. */
    static byte[] literal(String... fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0);
            string(block, fields[i]);
            string(block, fields[i + 1]);
        }
        return block.toByteArray();
    }

    private static void string(ByteArrayOutputStream block, String text) {
        if (text.length() < 127) {
            block.write(text.length());
        } else {
            int rest = text.length() - 127;
            block.write(127);
            for (; rest >= 128; rest >>= 7) {
                block.write((rest & 127) | 128);
            }
            block.write(rest);
        }
        block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Http2Wire get(int stream, String path, String... more) throws IOException {
        return request(stream, "GET", path, true, more);
    }

    /** A request's head. */
    Http2Wire request(int stream, String method, String path, boolean end, String... more) throws IOException {
        String[] fields = new String[8 + more.length];
        System.arraycopy(
                new String[] {":method", method, ":scheme", "http", ":authority", "a.test", ":path", path},
                0,
                fields,
                0,
                8);
        System.arraycopy(more, 0, fields, 8, more.length);
        return frame(HEADERS, END_HEADERS | (end ? END_STREAM : 0), stream, literal(fields));
    }

    Http2Wire data(int stream, String text, boolean end) throws IOException {
        return frame(DATA, end ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The next frame; null at the end of the connection. */
    Frame next() throws IOException {
        int length;
        try {
            length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        } catch (EOFException | SocketException e) {
            return null;
        }
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = new byte[length];
        in.readFully(payload);
        if (type == SETTINGS && (flags & ACK) == 0) {
            frame(SETTINGS, ACK, 0);
        }
        return new Frame(type, flags, stream, Unpooled.wrappedBuffer(payload));
    }

    /** The next frame of this type, others passed over; null at the end of the connection. */
    Frame next(int type) throws IOException {
        Frame frame = next();
        while (frame != null && frame.type() != type) {
            frame = next();
        }
        return frame;
    }

    Http2Headers unpack(Frame frame) throws IOException {
        try {
            return decoder.decodeHeaders(frame.stream(), frame.payload());
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
    }

    /** All of an answer. Nothing is given back to windows. */
    Answer answer(int stream) throws IOException {
        Http2Headers head = null;
        StringBuilder body = new StringBuilder();
        while (true) {
            Frame frame = next();
            if (frame == null) {
                throw new EOFException("connection closed, after " + head + " " + body);
            }
            if (frame.type() == HEADERS) {
                Http2Headers section = unpack(frame);
                if (frame.stream() != stream) {
                    continue;
                }
                if (section.status() == null) {
                    return new Answer(head, body.toString(), section, 0);
                }
                head = section;
            } else if (frame.stream() == stream && frame.type() == DATA) {
                body.append(frame.payload().toString(StandardCharsets.ISO_8859_1));
            } else if (frame.stream() == stream && frame.type() == RST_STREAM) {
                return new Answer(head, body.toString(), null, frame.number(0));
            }
            if (frame.stream() == stream && frame.type() <= HEADERS && frame.has(END_STREAM)) {
                return new Answer(head, body.toString(), null, 0);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
