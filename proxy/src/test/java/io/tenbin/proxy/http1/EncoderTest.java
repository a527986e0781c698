package io.tenbin.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncoderTest {
    private static final ByteBufAllocator ALLOC = UnpooledByteBufAllocator.DEFAULT;
    private final Fields fields = new Fields();

    @Test
    void a_request_head_is_written() {
        fields.add("Host", "a");
        fields.add("X", "");
        fields.add("Y", "\u00e9\t1");
        assertThat(text(HeadEncoder.request(ALLOC, Methods.GET, AsciiString.of("/p?q"), fields)))
                .isEqualTo("GET /p?q HTTP/1.1\r\nHost: a\r\nX: \r\nY: \u00e9\t1\r\n\r\n");
    }

    @Test
    void a_response_head_is_written() {
        assertThat(text(HeadEncoder.response(ALLOC, 404, AsciiString.of("Not Found"), fields)))
                .isEqualTo("HTTP/1.1 404 Not Found\r\n\r\n");
        assertThat(text(HeadEncoder.response(ALLOC, 100, AsciiString.EMPTY_STRING, fields)))
                .isEqualTo("HTTP/1.1 100 \r\n\r\n");
    }

    @Test
    void a_head_of_any_size_is_written() {
        for (int line = 0; line < 1000; line++) {
            fields.add("Name-" + line, "v".repeat(line));
        }
        String head = text(HeadEncoder.request(ALLOC, Methods.GET, AsciiString.of("/"), fields));
        assertThat(head).hasSizeGreaterThan(500_000).endsWith("Name-999: " + "v".repeat(999) + "\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a b", "/\r\nX: y", "/\0", "/\u00e9", "/#f"})
    void a_target_that_could_be_read_otherwise_is_refused(String target) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeadEncoder.request(ALLOC, Methods.GET, AsciiString.of(target), fields));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G T", "GET\r\n"})
    void a_method_that_is_no_token_is_refused(String method) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeadEncoder.request(ALLOC, AsciiString.of(method), AsciiString.of("/"), fields));
    }

    @Test
    void a_status_line_that_could_be_read_otherwise_is_refused() {
        AsciiString reason = AsciiString.of("OK");
        assertThatIllegalArgumentException().isThrownBy(() -> HeadEncoder.response(ALLOC, 99, reason, fields));
        assertThatIllegalArgumentException().isThrownBy(() -> HeadEncoder.response(ALLOC, 1000, reason, fields));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeadEncoder.response(ALLOC, 200, AsciiString.of("a\r\nb"), fields));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 9, 15, 16, 255, 256, 4095, 4096, 65_536, Integer.MAX_VALUE, Long.MAX_VALUE})
    void the_length_of_a_chunk_is_written_in_hexadecimal(long length) {
        assertThat(text(ChunkEncoder.chunkHead(ALLOC, length))).isEqualTo(Long.toHexString(length) + "\r\n");
    }

    @Test
    void a_chunk_without_data_would_end_the_body_and_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ChunkEncoder.chunkHead(ALLOC, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> ChunkEncoder.chunkHead(ALLOC, -1));
    }

    @Test
    void a_body_can_be_ended_any_number_of_times_with_the_same_bytes() {
        for (int i = 0; i < 3; i++) {
            assertThat(text(ChunkEncoder.chunkEnd())).isEqualTo("\r\n");
            assertThat(text(ChunkEncoder.lastChunk())).isEqualTo("0\r\n\r\n");
            assertThat(text(ChunkEncoder.trailers(ALLOC, Fields.EMPTY))).isEqualTo("0\r\n\r\n");
        }
        fields.add("X", "y");
        assertThat(text(ChunkEncoder.trailers(ALLOC, fields))).isEqualTo("0\r\nX: y\r\n\r\n");
    }

    /** Reads it away, as writing to a socket does. */
    private static String text(ByteBuf buffer) {
        String text = buffer.readCharSequence(buffer.readableBytes(), StandardCharsets.ISO_8859_1)
                .toString();
        buffer.release();
        return text;
    }
}
