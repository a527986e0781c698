package io.tenbin.proxy.tls;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds a {@link ClientHello} in the records that it comes in (RFC 8446 section 5.1). It may be cut into any number of records,
 * and these into any number of segments.
 */
public final class HelloRecords {
    /** The longest message that is read: beyond the largest that clients send by far, keys against quantum computers included. */
    static final int LONGEST = 16 << 10;

    /** With the heads of its records, of which a client may make many. */
    private static final int MOST_BYTES = 2 * LONGEST;

    private static final int RECORD_HEAD = 5;
    private static final int MESSAGE_HEAD = 4;
    private static final int LONGEST_RECORD = 16 << 10;
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;

    private HelloRecords() {}

    /**
     * The message, or null if more has to come. Reads without consuming.
     *
     * @param bytes all that came so far
     * @throws MalformedHelloException as soon as it is clear that it becomes none
     */
    public static @Nullable ClientHello read(ByteBuf bytes) throws MalformedHelloException {
        byte[] message = new byte[Math.min(bytes.readableBytes(), LONGEST + MESSAGE_HEAD)];
        int filled = 0;
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (at < end) {
            if (bytes.getUnsignedByte(at) != HANDSHAKE) {
                throw new MalformedHelloException("no handshake of TLS");
            }
            if (end - at >= 2 && bytes.getUnsignedByte(at + 1) != 3) {
                throw new MalformedHelloException("no version of TLS");
            }
            if (end - at < RECORD_HEAD) {
                break;
            }
            int length = bytes.getUnsignedShort(at + 3);
            if (length == 0 || length > LONGEST_RECORD) {
                throw new MalformedHelloException("a record of " + length + " bytes");
            }
            int here = Math.min(length, end - at - RECORD_HEAD);
            int taken = Math.min(here, message.length - filled);
            bytes.getBytes(at + RECORD_HEAD, message, filled, taken);
            filled += taken;
            ClientHello hello = whole(message, filled);
            if (hello != null) {
                return hello;
            }
            at += RECORD_HEAD + here;
        }
        if (bytes.readableBytes() >= MOST_BYTES) {
            throw new MalformedHelloException("a ClientHello in more than " + MOST_BYTES + " bytes");
        }
        return null;
    }

    private static @Nullable ClientHello whole(byte[] message, int filled) throws MalformedHelloException {
        if (filled >= 1 && message[0] != CLIENT_HELLO) {
            throw new MalformedHelloException("no ClientHello");
        }
        if (filled < MESSAGE_HEAD) {
            return null;
        }
        int length = ((message[1] & 0xff) << 16) | ((message[2] & 0xff) << 8) | (message[3] & 0xff);
        if (length > LONGEST) {
            throw new MalformedHelloException("a ClientHello of " + length + " bytes");
        }
        return filled < MESSAGE_HEAD + length
                ? null
                : ClientHello.parse(
                        ByteBuffer.wrap(message, MESSAGE_HEAD, length).slice());
    }
}
