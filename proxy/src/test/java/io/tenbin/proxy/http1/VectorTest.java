package io.tenbin.proxy.http1;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every vector whole, cut in two at every place, and byte by byte: the messages are the same, and they are those of the table. */
class VectorTest {
    private static Stream<Vector> requests() {
        return Stream.of("request-lines.txt", "request-fields.txt", "request-framing.txt")
                .flatMap(table -> Vector.table(table).stream());
    }

    private static Stream<Vector> chunked() {
        return Vector.table("chunked.txt").stream();
    }

    private static Stream<Vector> responses() {
        return Vector.table("responses.txt").stream();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void a_request_is_understood_in_one_way_however_it_is_cut(Vector vector) {
        List<String> whole = inAllWays(vector.bytes(), Exchange::ofRequests);
        if (vector.expected().isEmpty()) {
            assertThat(whole.getLast()).startsWith("fail " + vector.label() + " ");
            assertThat(whole).as("nothing but the failure").hasSize(1);
        } else {
            assertThat(whole).isEqualTo(vector.expected());
        }
    }

    @ParameterizedTest
    @MethodSource("chunked")
    void a_chunked_body_is_taken_apart_in_one_way_however_it_is_cut(Vector vector) {
        byte[] head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(US_ASCII);
        List<String> whole = inAllWays(concat(head, vector.bytes()), Exchange::ofRequests);
        if (vector.label().equals("fail")) {
            assertThat(whole.getLast()).startsWith("fail 400 ");
            assertThat(whole).doesNotContain("end");
        } else {
            assertThat(whole.subList(1, whole.size())).isEqualTo(vector.expected());
        }
    }

    @ParameterizedTest
    @MethodSource("responses")
    void a_response_is_understood_in_one_way_however_it_is_cut(Vector vector) {
        List<String> methods = List.of(vector.label().split(","));
        List<String> whole = inAllWays(vector.bytes(), () -> Exchange.ofResponses(methods));
        if (vector.expected().isEmpty()) {
            assertThat(whole).singleElement().asString().startsWith("fail 502 ");
        } else {
            assertThat(whole).isEqualTo(vector.expected());
        }
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static List<String> inAllWays(byte[] bytes, Supplier<Exchange> exchanges) {
        List<String> whole = exchanges.get().feed(bytes, 0, bytes.length).finish();
        for (int cut = 1; cut < bytes.length; cut++) {
            assertThat(exchanges
                            .get()
                            .feed(bytes, 0, cut)
                            .feed(bytes, cut, bytes.length)
                            .finish())
                    .as("cut at %d", cut)
                    .isEqualTo(whole);
        }
        Exchange single = exchanges.get();
        for (int at = 0; at < bytes.length; at++) {
            single.feed(bytes, at, at + 1);
        }
        assertThat(single.finish()).as("byte by byte").isEqualTo(whole);
        return whole;
    }
}
