package io.tenbin.proxy.proxyprotocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.NetUtil;
import io.tenbin.config.SendProxyProtocol;
import io.tenbin.proxy.transport.ConnectionEnds;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes headers of the PROXY protocol, as HAProxy's {@code send-proxy} and {@code send-proxy-v2} do. */
public final class ProxyHeaderWriter {
    private static final byte[] UNKNOWN = "PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
    private static final int MOST_BYTES = 107;

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
        header.writeShort(four ? 12 : 36);
        binary(header, ends.client().getAddress(), four);
        binary(header, ends.destination().getAddress(), four);
        return header.writeShort(ends.client().getPort())
                .writeShort(ends.destination().getPort());
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
