package io.tenbin.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.proxy.balance.Servers.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a real HAProxy picked, by {@code haproxy-vectors.py} beside the vectors. */
class HaproxyVectorsTest {
    private static final Map<String, HashKey> KEYS = Map.of(
            "source", new HashKey.Source(),
            "uri", new HashKey.Uri(0, 0, false, false),
            "uri-len", new HashKey.Uri(9, 0, false, false),
            "uri-depth", new HashKey.Uri(0, 2, false, false),
            "uri-both", new HashKey.Uri(12, 2, false, false),
            "uri-whole", new HashKey.Uri(0, 0, true, false),
            "uri-path", new HashKey.Uri(0, 0, false, true),
            "uri-path-depth", new HashKey.Uri(0, 1, false, true),
            "hdr", new HashKey.Header("X-Key"),
            "param", new HashKey.QueryParameter("user"));

    private record Request(String kind, String key) implements BalanceInput {
        @Override
        public InetAddress source() {
            try {
                return InetAddress.getByName(kind.equals("source") ? key : "192.0.2.1");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public CharSequence target() {
            return kind.equals("param") ? "/p" + (key.isEmpty() ? "" : "?" + key) : key;
        }

        @Override
        public CharSequence pathAndQuery() {
            URI uri = URI.create(key.startsWith("//") ? "http://h" + key : key);
            return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        }

        @Override
        public @Nullable CharSequence field(CharSequence name) {
            return key.equals("(none)") ? null : key;
        }
    }

    @TestFactory
    Stream<DynamicTest> the_same_server_is_picked_as_by_haproxy() throws IOException {
        Map<String, List<String[]>> byList = new HashMap<>();
        try (var vectors = HaproxyVectorsTest.class.getResourceAsStream("haproxy-vectors.txt")) {
            // A character up to 0xff stands for one byte, as in a field.
            new String(vectors.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .forEach(vector -> byList.computeIfAbsent(vector[0] + " by " + vector[1], key -> new ArrayList<>())
                            .add(vector));
        }
        assertThat(byList).hasSize(9 * KEYS.size() - 1);
        return byList.entrySet().stream()
                .map(list -> DynamicTest.dynamicTest(list.getKey(), () -> check(list.getValue())));
    }

    private static void check(List<String[]> vectors) {
        String[] weights = vectors.getFirst()[0].split(",");
        HashKey key = KEYS.get(vectors.getFirst()[1]);
        MapHash<Server> hash = new MapHash<>(usable(weights), key, divisor(weights), new AtomicLong());
        for (String[] vector : vectors) {
            Request request = new Request(vector[1], vector[2]);
            if (vector[3].equals("-")) {
                assertThat(key.hash(request)).as("of \"%s\"", vector[2]).isEqualTo(HashKey.NONE);
            } else {
                assertThat(hash.choose(request, server -> true).identity())
                        .as("for \"%s\"", vector[2])
                        .isEqualTo(vector[3]);
            }
        }
    }

    private static List<Server> usable(String[] weights) {
        List<Server> active = new ArrayList<>();
        List<Server> backups = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            if (!weights[i].equals("0")) {
                Server server = new Server(String.valueOf(i), weight(weights[i]));
                (weights[i].endsWith("b") ? backups : active).add(server);
            }
        }
        return active.isEmpty() ? backups.subList(0, 1) : active;
    }

    private static int divisor(String[] weights) {
        return Arrays.stream(weights).mapToInt(HaproxyVectorsTest::weight).reduce(0, HaproxyVectorsTest::gcd);
    }

    private static int weight(String weight) {
        return Integer.parseInt(weight.replace("b", ""));
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
