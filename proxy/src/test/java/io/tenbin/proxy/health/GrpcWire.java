package io.tenbin.proxy.health;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The server's side of a gRPC call, byte by byte (RFC 9113, RFC 7541): what a library would not send can be sent, too. */
final class GrpcWire {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /**
     * What a client sent.
     *
     * @param message the bytes of its one message, prefix included, in hexadecimal
     */
    record Call(Http2Headers headers, String message) {}

    /** Reads up to the end of the client's first stream. */
    static Call readCall(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        String preface = new String(in.readNBytes(PREFACE.length()), StandardCharsets.US_ASCII);
        if (!preface.equals(PREFACE)) {
            throw new IOException("no HTTP/2: " + preface);
        }
        Http2Headers headers = null;
        while (true) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            byte[] payload = in.readNBytes(length);
            if (type == HEADERS) {
                headers = decoded(stream, payload);
            } else if (type == DATA && (flags & END_STREAM) != 0) {
                return new Call(headers, HexFormat.of().formatHex(payload));
            }
        }
    }

    private static Http2Headers decoded(int stream, byte[] block) throws IOException {
        try {
            return new DefaultHttp2HeadersDecoder().decodeHeaders(stream, Unpooled.wrappedBuffer(block));
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
    }

    /** The whole answer of a server with this {@code ServingStatus}. */
    static byte[] health(int status) {
        return new GrpcWire()
                .headers(200, false)
                .message(0x08, status)
                .trailers("0")
                .bytes();
    }

    GrpcWire() {
        frame(SETTINGS, 0, 0);
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    GrpcWire headers(int status, boolean last) {
        return frame(HEADERS, END_HEADERS | (last ? END_STREAM : 0), 1, status(status));
    }

    /** An answer that is nothing but a status. */
    GrpcWire trailersOnly(String grpcStatus) {
        return frame(HEADERS, END_HEADERS | END_STREAM, 1, joined(status(200), literal("grpc-status", grpcStatus)));
    }

    GrpcWire message(int... message) {
        int[] prefixed = new int[5 + message.length];
        prefixed[4] = message.length;
        System.arraycopy(message, 0, prefixed, 5, message.length);
        return data(prefixed);
    }

    GrpcWire data(int... payload) {
        return frame(DATA, 0, 1, payload);
    }

    GrpcWire trailers(String grpcStatus) {
        return frame(HEADERS, END_HEADERS | END_STREAM, 1, literal("grpc-status", grpcStatus));
    }

    GrpcWire reset(int code) {
        return frame(RST_STREAM, 0, 1, 0, 0, 0, code);
    }

    GrpcWire goAway(int code) {
        return frame(GOAWAY, 0, 0, 0, 0, 0, 0, 0, 0, 0, code);
    }

    private GrpcWire frame(int type, int flags, int stream, int... payload) {
        int[] head = {0, payload.length >> 8, payload.length & 0xff, type, flags, 0, 0, 0, stream};
        for (int b : joined(head, payload)) {
            bytes.write(b);
        }
        return this;
    }

    private static int[] status(int status) {
        String digits = String.valueOf(status);
        // A literal without indexing whose name is entry 8 of the static table, ":status".
        return new int[] {0x08, digits.length(), digits.charAt(0), digits.charAt(1), digits.charAt(2)};
    }

    private static int[] literal(String name, String value) {
        return joined(new int[] {0}, joined(text(name), text(value)));
    }

    private static int[] text(String text) {
        return joined(new int[] {text.length()}, text.chars().toArray());
    }

    private static int[] joined(int[] first, int[] second) {
        int[] all = new int[first.length + second.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
