package io.tenbin.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * The vectors, damaged in pseudo-random ways, always the same. Nothing is thrown, nothing leaks, nothing follows a failure (all of
 * which {@link Exchange} sees to), the cuts do not matter, and a head that is written anew means the same to a second reader.
 */
class FuzzTest {
    private static final int ROUNDS = 15_000;
    private static final String[] PIECES = {
        "\r\n",
        "\r",
        "\n",
        "\0",
        " ",
        "\t",
        ":",
        ",",
        ";",
        "chunked",
        "Transfer-Encoding: chunked\r\n",
        "Content-Length: 3\r\n",
        "Host: b\r\n",
        "0\r\n\r\n",
        "5\r\nhello\r\n",
        "HTTP/1.1",
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "_",
        "*",
        "http://b",
        "Connection: close\r\n",
        "\u00ff",
        "9999999999",
        "[::1]",
        "%41",
        "@",
        "?",
        "#"
    };

    private final SplittableRandom random = new SplittableRandom(20);

    @Test
    void damaged_requests_are_refused_or_mean_the_same_to_everyone() throws Malformed {
        List<String> seeds = new ArrayList<>();
        for (String table : List.of("request-lines.txt", "request-fields.txt", "request-framing.txt")) {
            Vector.table(table).forEach(vector -> seeds.add(vector.input()));
        }
        for (Vector vector : Vector.table("chunked.txt")) {
            seeds.add("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + vector.input());
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Object head : understood(damaged(seeds), Exchange::ofRequests)) {
                assertSameWhenWrittenAnew((RequestHead) head);
            }
        }
    }

    @Test
    void damaged_responses_are_refused_or_mean_the_same_to_everyone() throws Malformed {
        List<Vector> vectors = Vector.table("responses.txt");
        List<String> seeds = vectors.stream().map(Vector::input).toList();
        for (int round = 0; round < ROUNDS; round++) {
            String method = random.nextInt(4) == 0 ? "HEAD" : "GET";
            for (Object head : understood(damaged(seeds), () -> Exchange.ofResponses(List.of(method)))) {
                assertSameWhenWrittenAnew((ResponseHead) head, method);
            }
        }
    }

    private List<Object> understood(byte[] bytes, Supplier<Exchange> exchanges) {
        Exchange whole = exchanges.get().feed(bytes, 0, bytes.length);
        Exchange pieces = exchanges.get();
        for (int at = 0; at < bytes.length; ) {
            int end = Math.min(bytes.length, at + 1 + random.nextInt(40));
            pieces.feed(bytes, at, end);
            at = end;
        }
        List<String> expected = whole.finish();
        assertThat(pieces.finish()).as(() -> Vector.escape(latin(bytes))).isEqualTo(expected);
        return whole.heads();
    }

    private byte[] damaged(List<String> seeds) {
        StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
        for (int times = random.nextInt(4); times >= 0; times--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(8));
            switch (random.nextInt(6)) {
                case 0 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 1 -> text.replace(at, end, PIECES[random.nextInt(PIECES.length)]);
                case 2 -> text.delete(at, end);
                case 3 -> text.insert(at, text.substring(at, end));
                case 4 -> text.insert(at, (char) random.nextInt(256));
                default -> text.append(seeds.get(random.nextInt(seeds.size())));
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void assertSameWhenWrittenAnew(RequestHead head) throws Malformed {
        if (!head.fields().contains("Host")) {
            head.fields().add("Host", "added");
        }
        ByteBuf written = HeadEncoder.request(
                UnpooledByteBufAllocator.DEFAULT, head.method(), head.originTarget(), head.fields());
        RequestHead again = RequestParser.parse(bytes(written), head.fields().size());
        assertThat(again.target().equals(head.originTarget())).isTrue();
        assertThat(again.authority().equals(head.fields().first("Host"))).isTrue();
        assertThat(meaning(again)).isEqualTo(meaning(head));
    }

    private static void assertSameWhenWrittenAnew(ResponseHead head, String method) throws Malformed {
        ByteBuf written =
                HeadEncoder.response(UnpooledByteBufAllocator.DEFAULT, head.status(), head.reason(), head.fields());
        ResponseHead again = ResponseParser.parse(
                bytes(written), AsciiString.of(method), head.fields().size());
        assertThat(meaning(again)).isEqualTo(meaning(head));
    }

    private static List<Object> meaning(RequestHead head) {
        return List.of(
                head.method(),
                head.framing(),
                head.contentLength(),
                head.originTarget(),
                Exchange.describe(head.fields()));
    }

    private static List<Object> meaning(ResponseHead head) {
        return List.of(
                head.status(), head.reason(), head.framing(), head.contentLength(), Exchange.describe(head.fields()));
    }

    private static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = ByteBufUtil.getBytes(buffer);
        buffer.release();
        return bytes;
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
