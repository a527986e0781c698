package io.tenbin.proxy.compress;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressorTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @ParameterizedTest
    @EnumSource
    void what_is_decompressed_is_what_was_written_whatever_its_pieces(ContentCoding coding) throws IOException {
        Random random = new Random(7);
        for (int length : new int[] {0, 1, 100, 8192, 100_000, 1_000_000}) {
            written.reset();
            byte[] body = new byte[length];
            random.nextBytes(body);
            for (int i = 0; i < length / 2; i++) {
                body[i] = 'x';
            }
            Compressor compressor = Compressor.open(coding, this::take);
            for (int at = 0; at < length; ) {
                int piece = Math.min(length - at, 1 + random.nextInt(70_000));
                compressor.write(Unpooled.wrappedBuffer(
                        Unpooled.copiedBuffer(body, at, piece / 2),
                        Unpooled.copiedBuffer(body, at + piece / 2, piece - piece / 2)));
                at += piece;
            }
            compressor.finish();

            assertThat(decompress(coding).readAllBytes()).isEqualTo(body);
        }
    }

    /** An answer may end before its request does, whose end then asks for a flush once more. */
    @ParameterizedTest
    @EnumSource
    void what_comes_after_the_end_changes_nothing(ContentCoding coding) throws IOException {
        Compressor compressor = Compressor.open(coding, this::take);
        compressor.write(Unpooled.copiedBuffer("hello".getBytes(StandardCharsets.US_ASCII)));
        compressor.finish();
        int whole = written.size();
        compressor.flush();
        compressor.close();

        assertThat(written.size()).isEqualTo(whole);
        assertThat(decompress(coding).readAllBytes())
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("hello");
    }

    @ParameterizedTest
    @EnumSource
    void after_a_flush_all_that_was_written_can_be_read(ContentCoding coding) throws IOException {
        Compressor compressor = Compressor.open(coding, this::take);
        for (int i = 0; i < 3; i++) {
            compressor.write(Unpooled.copiedBuffer("event ".repeat(i + 1).getBytes(StandardCharsets.US_ASCII)));
            compressor.flush();
            int flushed = written.size();
            compressor.flush();
            assertThat(written.size()).as("nothing new, nothing flushed").isEqualTo(flushed);
        }

        assertThat(new String(decompress(coding).readNBytes(36), StandardCharsets.US_ASCII))
                .isEqualTo("event ".repeat(6));
        compressor.close();
        compressor.close();
    }

    private void take(ByteBuf data) {
        byte[] bytes = new byte[data.readableBytes()];
        data.readBytes(bytes);
        data.release();
        written.writeBytes(bytes);
    }

    private InputStream decompress(ContentCoding coding) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(written.toByteArray());
        return coding == ContentCoding.GZIP ? new GZIPInputStream(in) : new InflaterInputStream(in);
    }
}
