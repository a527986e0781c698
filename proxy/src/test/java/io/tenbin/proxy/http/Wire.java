package io.tenbin.proxy.http;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One end of a connection, byte by byte: what is sent is what was given, and when it was given. */
final class Wire implements Closeable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    static Wire connect(InetSocketAddress address) throws IOException {
        return new Wire(new Socket(address.getAddress(), address.getPort()));
    }

    /** A message as it was received; the body without its framing. */
    record Message(String head, String body) {
        String firstLine() {
            return head.substring(0, head.indexOf("\r\n"));
        }

        int status() {
            return Integer.parseInt(head.substring(9, 12));
        }

        /** The value of the first line of this name, or null. */
        String field(String name) {
            for (String line : head.lines().toList()) {
                if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                    return line.substring(name.length() + 1).trim();
                }
            }
            return null;
        }
    }

    /** A text block's lines as the wire has them. */
    static String lines(String block) {
        return block.replace("\n", "\r\n");
    }

    Socket socket() {
        return socket;
    }

    InputStream in() {
        return in;
    }

    Wire send(String bytes) throws IOException {
        return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    Wire send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    /** A head with its empty line; null if the connection ends before its first byte. */
    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                if (head.isEmpty()) {
                    return null;
                }
                throw new EOFException("cut in the head: " + head);
            }
            head.append((char) b);
        }
        return head.toString();
    }

    String read(long length) throws IOException {
        byte[] bytes = in.readNBytes((int) length);
        if (bytes.length < length) {
            throw new EOFException("cut after " + new String(bytes, StandardCharsets.ISO_8859_1));
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** A whole message. The body is as long as its fields say, up to the end of the connection if they do not. */
    Message message() throws IOException {
        String head = head();
        return head == null ? null : body(head, false);
    }

    /** An answer to HEAD, or one that has no body for another reason. */
    Message bodiless() throws IOException {
        return new Message(head(), "");
    }

    Message answer() throws IOException {
        String head = head();
        return head == null ? null : body(head, true);
    }

    /** The final answer, those of 1xx before it skipped. */
    Message afterInterim() throws IOException {
        String head = head();
        while (head != null && head.startsWith("HTTP/1.1 1")) {
            head = head();
        }
        return head == null ? null : body(head, true);
    }

    private Message body(String head, boolean untilClose) throws IOException {
        Message message = new Message(head, "");
        String length = message.field("Content-Length");
        if (length != null) {
            return new Message(head, read(Long.parseLong(length)));
        }
        if (message.field("Transfer-Encoding") != null) {
            return new Message(head, chunks());
        }
        return untilClose ? new Message(head, rest()) : message;
    }

    /** A chunked body; its trailers follow behind a {@code |}. */
    private String chunks() throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            long size = Long.parseLong(line(), 16);
            if (size == 0) {
                break;
            }
            body.append(read(size));
            line();
        }
        for (String trailer = line(); !trailer.isEmpty(); trailer = line()) {
            body.append('|').append(trailer);
        }
        return body.toString();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.indexOf("\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("cut in a line");
            }
            line.append((char) b);
        }
        return line.substring(0, line.length() - 2);
    }

    /** All up to the end of the connection, which must be a FIN. */
    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes with a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
