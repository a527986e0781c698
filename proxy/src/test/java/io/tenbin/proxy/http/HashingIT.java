package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.coverage.Covers;
import io.tenbin.proxy.Edge;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From what a Backend says about hashing to the servers that keys lead to. */
class HashingIT {
    @RegisterExtension
    final NamedServers servers = new NamedServers();

    @ParameterizedTest
    @CsvSource({
        "'{algorithm: URI, uri: {length: 5}}',/abc%s,true",
        "'{algorithm: URI, uri: {length: 6}}',/abc%s,false",
        "'{algorithm: URI, uri: {depth: 2}}',/a/b/%s,true",
        "'{algorithm: URI, uri: {depth: 3}}',/a/b/%s,false",
        "'{algorithm: URI}',/a?x=%s,true",
        "'{algorithm: URI, uri: {whole: true}}',/a?x=%s,false",
        "'{algorithm: URI}',http://%s.test/a,true",
        "'{algorithm: URI, uri: {pathOnly: false}}',http://%s.test/a,false",
        "'{algorithm: QueryParameter, queryParameter: {name: u}}',/?u=1&v=%s,true",
        "'{algorithm: QueryParameter, queryParameter: {name: v}}',/?u=1&v=%s,false",
    })
    @Covers({
        "Backend.spec.balance.uri.length",
        "Backend.spec.balance.uri.depth",
        "Backend.spec.balance.uri.whole",
        "Backend.spec.balance.uri.pathOnly",
        "Backend.spec.balance.queryParameter.name"
    })
    void what_is_hashed_of_a_target_decides_alone(String balance, String target, boolean same) throws Exception {
        servers.serve(
                "balance: " + balance,
                servers.server("a", ""),
                servers.server("b", ""),
                servers.server("c", ""),
                servers.server("d", ""));
        check(same, key -> servers.answer(target.formatted(key), key + ".test", "X: y"));
    }

    @ParameterizedTest
    @CsvSource({
        "'{algorithm: Header, header: {name: x-user}}',X-User: me,X-Other: %s,true",
        "'{algorithm: Header, header: {name: x-user}}',X-User: %s,X-Other: me,false",
        "'{algorithm: Cookie, cookie: {name: sid}}',Cookie: a=b; sid=me,Cookie: sid=%s,true",
        "'{algorithm: Cookie, cookie: {name: sid}}',Cookie: a=b; sid=%s,X: y,false",
        "{algorithm: Source},X: y,X: %s,true",
    })
    @Covers({"Backend.spec.balance.header.name", "Backend.spec.balance.cookie.name"})
    void what_is_hashed_of_the_fields_decides_alone(String balance, String field, String other, boolean same)
            throws Exception {
        servers.serve(
                "balance: " + balance,
                servers.server("a", ""),
                servers.server("b", ""),
                servers.server("c", ""),
                servers.server("d", ""));
        check(same, key -> servers.answer("/", "h", (field + "\r\n" + other).formatted(key, key)));
    }

    @Test
    @Covers("Backend.spec.balance.hash.type")
    void a_map_picks_what_haproxy_picks() throws Exception {
        servers.serve(
                "balance: {algorithm: Header, header: {name: X-Key}, hash: {type: Map}}",
                servers.server("a", "weight: 3"),
                servers.server("b", "weight: 1"),
                servers.server("c", "weight: 2"));
        List<String[]> vectors = vectors("3,1,2\thdr\t[0-9]+\t.*");
        assertThat(vectors).hasSize(8);
        for (String[] vector : vectors) {
            assertThat(servers.answer("/", "h", "X-Key: " + vector[2]))
                    .isEqualTo("abc".substring(Integer.parseInt(vector[3])).substring(0, 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"0,4", "110,2"})
    @Covers("Backend.spec.balance.hash.balanceFactor")
    void a_bound_sends_what_is_too_much_elsewhere(int factor, int most) throws Exception {
        List<TestServer> silent = new ArrayList<>();
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            silent.add(servers.silent());
            entries.add(Edge.server("s" + i, silent.getLast().port(), ""));
        }
        servers.serve(
                "balance: {algorithm: Source, hash: {balanceFactor: " + factor + "}}", entries.toArray(String[]::new));
        for (int i = 1; i <= 4; i++) {
            servers.connect().send(HttpKeepAliveIT.GET);
            int sent = i;
            await().until(() -> requests(silent).sum() == sent);
        }
        assertThat(requests(silent).max()).hasValue(most);
    }

    private static IntStream requests(List<TestServer> all) {
        return all.stream().mapToInt(server -> server.requests().size());
    }

    private interface Ask {
        String with(String key) throws IOException;
    }

    /** Whether sixteen keys lead to the same server, each of them twice, or to several. */
    private static void check(boolean same, Ask ask) throws IOException {
        Set<String> reached = new HashSet<>();
        for (int i = 0; i < 16; i++) {
            String first = ask.with("k" + i);
            assertThat(ask.with("k" + i)).isEqualTo(first);
            reached.add(first);
        }
        assertThat(reached.size() == 1).as("reached %s", reached).isEqualTo(same);
    }

    private static List<String[]> vectors(String form) throws IOException {
        try (var text = RequestInput.class.getResourceAsStream("/io/tenbin/proxy/balance/haproxy-vectors.txt")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.matches(form))
                    .map(line -> line.split("\t"))
                    .toList();
        }
    }
}
