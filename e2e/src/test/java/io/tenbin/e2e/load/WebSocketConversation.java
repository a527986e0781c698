package io.tenbin.e2e.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;

/** Text messages over a WebSocket, one frame each (RFC 6455, section 5). */
record WebSocketConversation(HttpConnection connection, String pod) implements Conversation {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TEXT = 0x1;
    private static final int LONGEST = 125; // longer ones have another header

    static WebSocketConversation open(InetSocketAddress address, String host, Duration timeout) throws IOException {
        HttpConnection connection = HttpConnection.open(address, timeout);
        try {
            byte[] nonce = new byte[16];
            RANDOM.nextBytes(nonce);
            String key = Base64.getEncoder().encodeToString(nonce);
            Answer answer = connection.send("GET /ws HTTP/1.1\r\nHost: " + host
                    + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                    + key + "\r\n\r\n");
            String accepted = answer.field("Sec-WebSocket-Accept").orElse("none");
            if (answer.status() != 101 || !accepted.equals(accept(key))) {
                throw new IOException("no WebSocket: status " + answer.status() + ", accept " + accepted);
            }
            return new WebSocketConversation(
                    connection, answer.field("X-Pod-Name").orElse("unnamed"));
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    /** RFC 6455, section 4.2.2. */
    static String accept(String key) {
        try {
            byte[] input = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(input));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-1", e);
        }
    }

    @Override
    public void exchange(String message) throws IOException {
        byte[] payload = message.getBytes(US_ASCII);
        if (payload.length > LONGEST) {
            throw new IllegalArgumentException("message: " + payload.length + " bytes, at most " + LONGEST);
        }
        connection.output().write(masked(payload));
        byte[] header = new byte[2];
        connection.readFully(header);
        if ((header[0] & 0xff) != (0x80 | TEXT) || header[1] != payload.length) {
            throw new IOException("sent %s, received a frame that begins with %02x %02x"
                    .formatted(message, header[0] & 0xff, header[1] & 0xff));
        }
        byte[] echo = new byte[payload.length];
        connection.readFully(echo);
        if (!MessageDigest.isEqual(payload, echo) || connection.input().available() > 0) {
            throw new IOException("sent " + message + ", received " + new String(echo, US_ASCII)
                    + (connection.input().available() > 0 ? " and more" : ""));
        }
    }

    private static byte[] masked(byte[] payload) {
        byte[] mask = new byte[4];
        RANDOM.nextBytes(mask);
        byte[] frame = new byte[6 + payload.length];
        frame[0] = (byte) (0x80 | TEXT);
        frame[1] = (byte) (0x80 | payload.length);
        System.arraycopy(mask, 0, frame, 2, mask.length);
        for (int i = 0; i < payload.length; i++) {
            frame[6 + i] = (byte) (payload[i] ^ mask[i % 4]);
        }
        return frame;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
