package io.tenbin.proxy.http2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The server's side of a connection of HTTP/2, frame by frame (RFC 9113): what a library would not send can be sent, too. */
public final class Http2Wire {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int END_STREAM = 1;
    public static final int END_HEADERS = 4;

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int ACK = 1;

    private final DataInputStream in;
    private final OutputStream out;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(true, 1 << 20);
    private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();

    /**
     * A frame.
     *
     * @param text its payload, a byte a character
     * @param headers of HEADERS, by name; empty of others
     */
    public record Frame(int type, int flags, int stream, String text, Map<String, String> headers) {
        public boolean last() {
            return (flags & END_STREAM) != 0 && (type == DATA || type == HEADERS);
        }

        /** Of RST_STREAM, WINDOW_UPDATE: the number that it carries. */
        public int number() {
            return ByteBuffer.wrap(text.getBytes(ISO_8859_1)).getInt();
        }
    }

    private Http2Wire(Socket socket) throws IOException {
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /**
     * Reads the client's preface and sends its own.
     *
     * @param settings pairs of identifier and value
     */
    public static Http2Wire accept(Socket socket, int... settings) throws IOException {
        Http2Wire wire = new Http2Wire(socket);
        String preface = new String(wire.in.readNBytes(PREFACE.length()), ISO_8859_1);
        if (!preface.equals(PREFACE)) {
            throw new IOException("no HTTP/2: " + preface);
        }
        return wire.settings(settings);
    }

    public Http2Wire settings(int... settings) throws IOException {
        ByteBuffer payload = ByteBuffer.allocate(settings.length / 2 * 6);
        for (int i = 0; i < settings.length; i += 2) {
            payload.putShort((short) settings[i]).putInt(settings[i + 1]);
        }
        return frame(SETTINGS, 0, 0, payload.array());
    }

    /** The next frame that is not SETTINGS, PING or a window update; the first two are acknowledged. */
    public Frame next() throws IOException {
        Frame frame = read();
        while (frame.type == SETTINGS || frame.type == PING || frame.type == WINDOW_UPDATE) {
            if (frame.type != WINDOW_UPDATE && (frame.flags & ACK) == 0) {
                frame(frame.type, ACK, 0, frame.type == PING ? frame.text.getBytes(ISO_8859_1) : new byte[0]);
            }
            frame = read();
        }
        return frame;
    }

    /** The next frame, whatever it is; nothing is acknowledged. */
    public Frame read() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException();
        }
        return new Frame(
                type,
                flags,
                stream,
                new String(payload, ISO_8859_1),
                type == HEADERS ? decoded(stream, payload) : Map.of());
    }

    /** The next head of a request; frames of other streams and bodies are passed over. */
    public Frame request() throws IOException {
        Frame frame = next();
        while (frame.type != HEADERS || !frame.headers.containsKey(":method")) {
            frame = next();
        }
        return frame;
    }

    /** Reads up to the end of that request, and gives its body. */
    public String rest(Frame head) throws IOException {
        StringBuilder body = new StringBuilder();
        boolean last = head.last();
        while (!last) {
            Frame frame = next();
            if (frame.stream == head.stream) {
                body.append(frame.type == DATA ? frame.text() : "");
                last = frame.last() || frame.type == RST_STREAM;
            }
        }
        return body.toString();
    }

    /**
     * A head or trailers.
     *
     * @param fields names and values, in turns
     */
    public Http2Wire headers(int stream, boolean last, String... fields) throws IOException {
        Http2Headers headers = new DefaultHttp2Headers(false);
        for (int i = 0; i < fields.length; i += 2) {
            headers.add(fields[i], fields[i + 1]);
        }
        ByteBuf block = Unpooled.buffer();
        try {
            encoder.encodeHeaders(stream, headers, block);
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
        return block(stream, last, ByteBufUtil.getBytes(block));
    }

    /** A header block as it is. */
    public Http2Wire block(int stream, boolean last, byte[] block) throws IOException {
        int most = 16384;
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int at = 0; at == 0 || at < block.length; at += most) {
            byte[] part = Arrays.copyOfRange(block, at, Math.min(block.length, at + most));
            boolean end = at + most >= block.length;
            all.writeBytes(encoded(
                    at == 0 ? HEADERS : 9, (end ? END_HEADERS : 0) | (last && at == 0 ? END_STREAM : 0), stream, part));
        }
        out.write(all.toByteArray());
        return this;
    }

    public Http2Wire data(int stream, boolean last, String text) throws IOException {
        return frame(DATA, last ? END_STREAM : 0, stream, text.getBytes(ISO_8859_1));
    }

    public Http2Wire reset(int stream, int code) throws IOException {
        return frame(RST_STREAM, 0, stream, number(code));
    }

    public Http2Wire goAway(int lastStream, int code) throws IOException {
        return frame(
                GOAWAY,
                0,
                0,
                ByteBuffer.allocate(8).putInt(lastStream).putInt(code).array());
    }

    public Http2Wire window(int stream, int increment) throws IOException {
        return frame(WINDOW_UPDATE, 0, stream, number(increment));
    }

    public Http2Wire frame(int type, int flags, int stream, byte[] payload) throws IOException {
        out.write(encoded(type, flags, stream, payload));
        return this;
    }

    private static byte[] encoded(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    private Map<String, String> decoded(int stream, byte[] block) throws IOException {
        try {
            Map<String, String> fields = new HashMap<>();
            decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(block))
                    .forEach(field -> fields.merge(
                            field.getKey().toString(), field.getValue().toString(), (a, b) -> a + ", " + b));
            return fields;
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
    }
}
