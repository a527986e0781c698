package io.tenbin.proxy.proxyprotocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.NetUtil;
import io.tenbin.config.SendProxyProtocol;
import io.tenbin.proxy.transport.ConnectionEnds;
import io.tenbin.proxy.transport.TlsFacts;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes headers of the PROXY protocol, as HAProxy's {@code send-proxy} and {@code send-proxy-v2-ssl} do. What a header that was
 * received said beside the addresses goes on in version 2, but for what is known better here.
 */
public final class ProxyHeaderWriter {
    private static final byte[] UNKNOWN = "PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
    private static final int MOST_BYTES = 107;
    private static final int ALPN = 0x01;
    private static final int AUTHORITY = 0x02;
    private static final int SSL = 0x20;
    private static final int SSL_VERSION = 0x21;
    private static final int SSL_CIPHER = 0x23;
    private static final int OVER_TLS = 0x01;

    /** In this connection and in the session that it resumes. */
    private static final int CERTIFIED = 0x06;

    private ProxyHeaderWriter() {}

    /**
     * The header of a connection.
     *
     * @param ends for whom it speaks; null if for nobody, such as a check
     */
    public static ByteBuf write(ByteBufAllocator alloc, SendProxyProtocol version, @Nullable ConnectionEnds ends) {
        ByteBuf header = alloc.buffer(MOST_BYTES);
        return switch (version) {
            case V1 -> text(header, ends);
            case V2 -> binary(header, ends);
        };
    }

    private static ByteBuf text(ByteBuf header, @Nullable ConnectionEnds ends) {
        if (ends == null) {
            return header.writeBytes(UNKNOWN);
        }
        boolean four = four(ends);
        String line = (four ? "PROXY TCP4 " : "PROXY TCP6 ")
                + text(ends.client().getAddress(), four) + ' '
                + text(ends.destination().getAddress(), four) + ' '
                + ends.client().getPort() + ' '
                + ends.destination().getPort() + "\r\n";
        header.writeCharSequence(line, StandardCharsets.US_ASCII);
        return header;
    }

    private static ByteBuf binary(ByteBuf header, @Nullable ConnectionEnds ends) {
        header.writeBytes(BinaryHeader.SIGNATURE);
        if (ends == null) {
            return header.writeByte(BinaryHeader.LOCAL).writeByte(0).writeShort(0);
        }
        boolean four = four(ends);
        header.writeByte(BinaryHeader.PROXY);
        header.writeByte(four ? BinaryHeader.TCP4 : BinaryHeader.TCP6);
        int length = header.writerIndex();
        header.writeShort(0);
        binary(header, ends.client().getAddress(), four);
        binary(header, ends.destination().getAddress(), four);
        header.writeShort(ends.client().getPort()).writeShort(ends.destination().getPort());
        fields(header, ends);
        return header.setShort(length, header.writerIndex() - length - 2);
    }

    private static void fields(ByteBuf header, ConnectionEnds ends) {
        TlsFacts tls = ends.tls();
        if (ends.told() != null && tls == null) {
            ends.told().write(header);
        } else if (ends.told() != null) {
            ends.told().write(header, ALPN, AUTHORITY, SSL);
        }
        if (tls != null) {
            field(header, ALPN, tls.protocol());
            field(header, AUTHORITY, tls.serverName());
            ssl(header, tls);
        }
    }

    /** Section 2.2.6. */
    private static void ssl(ByteBuf header, TlsFacts tls) {
        header.writeByte(SSL);
        int length = header.writerIndex();
        boolean certified = tls.client() != null;
        header.writeShort(0)
                .writeByte(certified ? OVER_TLS | CERTIFIED : OVER_TLS)
                // 0 only for a certificate that was shown and is valid.
                .writeInt(certified ? 0 : 1);
        field(header, SSL_VERSION, tls.version());
        field(header, SSL_CIPHER, tls.cipherSuite());
        header.setShort(length, header.writerIndex() - length - 2);
    }

    private static void field(ByteBuf header, int type, @Nullable String value) {
        if (value != null) {
            byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
            header.writeByte(type).writeShort(bytes.length).writeBytes(bytes);
        }
    }

    /** Whether both are of IPv4; of a mixed pair the one is written as the other's family maps it (RFC 4291 section 2.5.5.2). */
    private static boolean four(ConnectionEnds ends) {
        return ends.client().getAddress() instanceof Inet4Address
                && ends.destination().getAddress() instanceof Inet4Address;
    }

    private static String text(InetAddress address, boolean four) {
        String text = NetUtil.toAddressString(address);
        return four || !(address instanceof Inet4Address) ? text : "::ffff:" + text;
    }

    private static void binary(ByteBuf header, InetAddress address, boolean four) {
        if (!four && address instanceof Inet4Address) {
            header.writeBytes(MAPPED);
        }
        header.writeBytes(address.getAddress());
    }
}
