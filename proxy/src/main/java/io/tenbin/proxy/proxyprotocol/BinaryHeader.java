package io.tenbin.proxy.proxyprotocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.tenbin.proxy.transport.ConnectionEnds;
import io.tenbin.proxy.transport.ProxyFields;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Version 2 (proxy-protocol.txt section 2.2): a signature, command, family and length in 16 bytes, then addresses and perhaps fields
 * of type, length and value. Of the fields only the checksum is looked at; that all of them are well-formed is seen to, and they are
 * kept to be passed on.
 */
final class BinaryHeader {
    static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};

    /** Version and command: a connection of the sender's own, or one that it speaks for. */
    static final int LOCAL = 0x20;

    static final int PROXY = 0x21;

    /** Family and protocol: streams over IPv4 and IPv6. */
    static final int TCP4 = 0x11;

    static final int TCP6 = 0x21;

    private static final int UNSPECIFIED = 0x00;
    private static final int FIXED_BYTES = 16;
    private static final int ADDRESSES_OF_TCP4 = 12;
    private static final int ADDRESSES_OF_TCP6 = 36;
    private static final int TYPE_CHECKSUM = 0x03;
    private static final int TYPE_PADDING = 0x04;

    private BinaryHeader() {}

    /** Whether the bytes so far may be those of one. */
    static boolean mayBegin(ByteBuf bytes) {
        return Prefix.agree(bytes, SIGNATURE);
    }

    static @Nullable ProxyHeader read(ByteBuf bytes) throws MalformedHeaderException {
        if (bytes.readableBytes() < FIXED_BYTES) {
            return null;
        }
        int from = bytes.readerIndex();
        int command = bytes.getUnsignedByte(from + SIGNATURE.length);
        int length = FIXED_BYTES + bytes.getUnsignedShort(from + FIXED_BYTES - 2);
        if ((command != LOCAL && command != PROXY) || length > ProxyHeader.MOST_BYTES) {
            throw invalid();
        }
        if (bytes.readableBytes() < length) {
            return null;
        }
        ByteBuf header = bytes.readSlice(length);
        int family = header.getUnsignedByte(SIGNATURE.length + 1);
        if (command == LOCAL) {
            // What follows says nothing, whatever it is.
            return ProxyHeader.OF_NOBODY;
        }
        // Datagrams and local sockets are refused, as HAProxy does: neither is what arrives here.
        int addresses = switch (family) {
            case UNSPECIFIED -> 0;
            case TCP4 -> ADDRESSES_OF_TCP4;
            case TCP6 -> ADDRESSES_OF_TCP6;
            default -> throw invalid();
        };
        if (FIXED_BYTES + addresses > length) {
            throw invalid();
        }
        // A sender that does not know the family may leave any bytes where addresses would be.
        if (family != UNSPECIFIED) {
            checkFields(header, FIXED_BYTES + addresses);
        }
        return switch (family) {
            case TCP4 -> ends(header, 4);
            case TCP6 -> ends(header, 16);
            default -> ProxyHeader.OF_NOBODY;
        };
    }

    private static ProxyHeader ends(ByteBuf header, int size) {
        int ports = FIXED_BYTES + 2 * size;
        return new ProxyHeader(new ConnectionEnds(
                new InetSocketAddress(address(header, FIXED_BYTES, size), header.getUnsignedShort(ports)),
                new InetSocketAddress(address(header, FIXED_BYTES + size, size), header.getUnsignedShort(ports + 2)),
                null,
                fields(header, ports + 4)));
    }

    /** Without what is about this header only; as many as are kept. */
    private static @Nullable ProxyFields fields(ByteBuf header, int from) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
        int at = from;
        while (at < header.readableBytes()) {
            int length = 3 + header.getUnsignedShort(at + 1);
            int type = header.getUnsignedByte(at);
            if (type != TYPE_CHECKSUM && type != TYPE_PADDING && kept.size() + length <= ProxyFields.MOST_BYTES) {
                kept.writeBytes(ByteBufUtil.getBytes(header, at, length));
            }
            at += length;
        }
        return kept.size() == 0 ? null : new ProxyFields(kept.toByteArray());
    }

    private static InetAddress address(ByteBuf header, int at, int size) {
        byte[] bytes = new byte[size];
        header.getBytes(at, bytes);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are an address", e);
        }
    }

    private static void checkFields(ByteBuf header, int from) throws MalformedHeaderException {
        int at = from;
        while (at < header.readableBytes()) {
            int value = at + 3;
            if (value > header.readableBytes()) {
                throw invalid();
            }
            int next = value + header.getUnsignedShort(at + 1);
            if (next > header.readableBytes()) {
                throw invalid();
            }
            if (header.getByte(at) == TYPE_CHECKSUM && (next - value != 4 || !checks(header, value))) {
                throw invalid();
            }
            at = next;
        }
    }

    /** CRC32c of the whole header, with zeros where it stands (section 2.2.5). */
    private static boolean checks(ByteBuf header, int at) {
        byte[] bytes = new byte[header.readableBytes()];
        header.getBytes(0, bytes);
        Arrays.fill(bytes, at, at + 4, (byte) 0);
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return checksum.getValue() == header.getUnsignedInt(at);
    }

    private static MalformedHeaderException invalid() {
        return new MalformedHeaderException(HeaderFault.INVALID);
    }
}
