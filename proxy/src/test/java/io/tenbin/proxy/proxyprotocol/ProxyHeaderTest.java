package io.tenbin.proxy.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.tenbin.config.SendProxyProtocol;
import io.tenbin.proxy.transport.ConnectionEnds;
import io.tenbin.proxy.transport.TlsFacts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which headers are read, how, and what is refused; compared with Debian's HAProxy where that is not stricter. */
class ProxyHeaderTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 192.0.2.1 198.51.100.2 56324 443, 192.0.2.1, 56324, 198.51.100.2, 443",
        "PROXY TCP4 255.255.255.255 0.0.0.0 65535 0, 255.255.255.255, 65535, 0.0.0.0, 0",
        "PROXY TCP6 2001:db8::1 ::1 1 2, 2001:db8:0:0:0:0:0:1, 1, 0:0:0:0:0:0:0:1, 2",
        "PROXY TCP6 ::ffff:192.0.2.1 ::1 1 2, 192.0.2.1, 1, 0:0:0:0:0:0:0:1, 2",
        "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535,"
                + " ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 65535, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 65535"
    })
    void a_line_tells_both_ends(String line, String source, int sourcePort, String destination, int destinationPort)
            throws Exception {
        ByteBuf bytes = text(line + "\r\nGET");

        assertThat(ends(bytes).client()).isEqualTo(at(source, sourcePort));
        assertThat(bytes.toString(StandardCharsets.US_ASCII)).isEqualTo("GET");
        bytes.readerIndex(0);
        assertThat(ends(bytes).destination()).isEqualTo(at(destination, destinationPort));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY UNKNOWN", "PROXY UNKNOWN ffff:: ffff:: 65535 65535", "PROXY UNKNOWN junk"})
    void a_line_may_speak_for_nobody(String line) throws Exception {
        ByteBuf bytes = text(line + "\r\nX");

        assertThat(ProxyHeader.read(bytes)).isEqualTo(new ProxyHeader(null));
        assertThat(bytes.readableBytes()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 192.0.2.1 198.51.100.2 1 2\n",
                "PROXY TCP4  192.0.2.1 198.51.100.2 1 2\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1 2 \r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1 2\r \n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1 2 3\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 01 2\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 +1 2\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 65536 2\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 99999999999 2\r\n",
                "PROXY TCP4 192.0.2.01 198.51.100.2 1 2\r\n",
                "PROXY TCP4 192.0.2.256 198.51.100.2 1 2\r\n",
                "PROXY TCP4 192.0.513 198.51.100.2 1 2\r\n",
                "PROXY TCP4 ::1 ::1 1 2\r\n",
                "PROXY TCP4 localhost 198.51.100.2 1 2\r\n",
                "PROXY TCP6 192.0.2.1 198.51.100.2 1 2\r\n",
                "PROXY TCP6 fe80::1%lo ::1 1 2\r\n",
                "PROXY TCP6 [::1] ::1 1 2\r\n",
                "PROXY TCP6 1::2::3 ::1 1 2\r\n",
                "PROXY UDP4 192.0.2.1 198.51.100.2 1 2\r\n",
                "PROXY UNKNOWNS\r\n",
                "PROXY \r\n",
                "PROXY \n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1 2                                                                       "
            })
    void a_line_that_breaks_a_rule_is_invalid(String line) {
        assertThatThrownBy(() -> ProxyHeader.read(text(line)))
                .isInstanceOfSatisfying(
                        MalformedHeaderException.class,
                        e -> assertThat(e.fault()).isEqualTo(HeaderFault.INVALID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n", "P ", "PROXY\t", "proxy TCP4", "\r\n\r\nGET", "\r\nPROXY "})
    void anything_else_is_no_header(String bytes) {
        assertThatThrownBy(() -> ProxyHeader.read(text(bytes)))
                .isInstanceOfSatisfying(
                        MalformedHeaderException.class,
                        e -> assertThat(e.fault()).isEqualTo(HeaderFault.NOT_A_HEADER));
    }

    @Test
    void bytes_one_by_one_are_waited_for() throws Exception {
        for (String whole : new String[] {
            HexFormat.of().formatHex("PROXY TCP4 192.0.2.1 198.51.100.2 1 2\r\n".getBytes(StandardCharsets.US_ASCII)),
            SIGNATURE + "2111000f" + "01020304050607080001000204" + "0000"
        }) {
            byte[] bytes = HexFormat.of().parseHex(whole);
            for (int length = 0; length < bytes.length; length++) {
                ByteBuf part = Unpooled.wrappedBuffer(bytes, 0, length);
                assertThat(ProxyHeader.read(part))
                        .as("%s bytes of %s", length, whole)
                        .isNull();
                assertThat(part.readerIndex()).isZero();
            }
            assertThat(ProxyHeader.read(Unpooled.wrappedBuffer(bytes))).isNotNull();
        }
    }

    @Test
    void the_binary_form_tells_both_ends_of_either_family() throws Exception {
        ConnectionEnds four = ends(hex(SIGNATURE + "2111000c" + "c0000201c6336402dc0401bb" + "ff"));
        assertThat(four.client()).isEqualTo(at("192.0.2.1", 56324));
        assertThat(four.destination()).isEqualTo(at("198.51.100.2", 443));

        ConnectionEnds six = ends(hex(SIGNATURE + "21210024" + "20010db8000000000000000000000001"
                + "00000000000000000000000000000001" + "00010002"));
        assertThat(six.client()).isEqualTo(at("2001:db8::1", 1));
        assertThat(six.destination()).isEqualTo(at("::1", 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"20000000", "2011000c01020304050607080001000200", "20770003ffffff", "21000000", "21000003ffffff"
            })
    void the_binary_form_may_speak_for_nobody(String rest) throws Exception {
        assertThat(ProxyHeader.read(hex(SIGNATURE + rest))).isEqualTo(new ProxyHeader(null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1111000c010203040506070800010002", // version 1 in binary
                "2211000c010203040506070800010002", // an unknown command
                "2112000c010203040506070800010002", // datagrams
                "2177000c010203040506070800010002", // an unknown family
                "2111000b0102030405060708000100", // too short for its addresses
                "21210023" + "00000000000000000000000000000000000000000000000000000000000000000000000000",
                "2111000e0102030405060708000100020400", // a field without its length
                "2111001001020304050607080001000204000561", // a field longer than the header
                "211100130102030405060708000100020300046162636400", // a checksum that is wrong
                "2111ffff" // longer than any
            })
    void a_binary_header_that_breaks_a_rule_is_invalid(String rest) {
        assertThatThrownBy(() -> ProxyHeader.read(hex(SIGNATURE + rest)))
                .isInstanceOfSatisfying(
                        MalformedHeaderException.class,
                        e -> assertThat(e.fault()).isEqualTo(HeaderFault.INVALID));
    }

    @Test
    void fields_are_passed_over_and_a_right_checksum_is_right() throws Exception {
        String before = SIGNATURE + "21110017" + "c0000201c6336402dc0401bb" + "04000100" + "030004";
        byte[] zeroed = HexFormat.of().parseHex(before + "00000000");
        CRC32C checksum = new CRC32C();
        checksum.update(zeroed);

        assertThat(ends(hex(before + HexFormat.of().toHexDigits((int) checksum.getValue())))
                        .client())
                .isEqualTo(at("192.0.2.1", 56324));
    }

    @Test
    void fields_go_on_but_those_about_the_header_itself() throws Exception {
        ConnectionEnds told = ends(hex(
                SIGNATURE + "2111001b" + "c0000201c6336402dc0401bb" + "04000100" + "020001" + "61" + "ee000462636465"));

        assertThat(written(told))
                .isEqualTo(SIGNATURE + "21110017" + "c0000201c6336402dc0401bb" + "02000161" + "ee000462636465");
    }

    @Test
    void what_is_known_here_of_tls_takes_the_place_of_what_was_told() throws Exception {
        ConnectionEnds told = ends(hex(SIGNATURE + "21110014" + "c0000201c6336402dc0401bb" + "02000161" + "ee000162"));

        assertThat(written(told.with(new TlsFacts("b", "TLSv1.3", "X", "h2", null))))
                .isEqualTo(SIGNATURE + "2111002f" + "c0000201c6336402dc0401bb" + "ee000162" + "0100026832" + "02000162"
                        + "200013" + "01" + "00000001" + "210007" + "544c5376312e33" + "23000158");
    }

    @Test
    void fields_that_are_more_than_is_kept_are_left_out_whole() throws Exception {
        String large = "ee0fff" + "00".repeat(0xfff);
        ConnectionEnds told = ends(hex(SIGNATURE + "2111" + "1012" + "c0000201c6336402dc0401bb" + "02000161" + large));

        assertThat(written(told)).isEqualTo(SIGNATURE + "21110010" + "c0000201c6336402dc0401bb" + "02000161");
    }

    private static String written(ConnectionEnds ends) {
        ByteBuf header = ProxyHeaderWriter.write(UnpooledByteBufAllocator.DEFAULT, SendProxyProtocol.V2, ends);
        return ByteBufUtil.hexDump(header);
    }

    private static ConnectionEnds ends(ByteBuf bytes) throws MalformedHeaderException {
        @Nullable ProxyHeader header = ProxyHeader.read(bytes);
        assertThat(header).isNotNull();
        assertThat(header.ends()).isNotNull();
        return header.ends();
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    private static ByteBuf hex(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
    }
}
