package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.coverage.Covers;
import io.tenbin.proxy.ServedDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** From ACLs and conditions in YAML to the Backend that a request reaches. */
class ConditionsIT {
    private static final String TARGET = "Target: ";
    private static final String METHOD = "Method: ";

    private static int port;
    private static TestServer usual;
    private static TestServer special;
    private static ServedDirectory served;

    @BeforeAll
    static void start() throws IOException {
        port = io.tenbin.proxy.TestServer.freePort();
        usual = TestServer.saying("usual");
        special = TestServer.saying("special");
        served = ServedDirectory.start(1);
    }

    @AfterAll
    static void stop() throws IOException {
        served.close();
        usual.close();
        special.close();
    }

    static Stream<Arguments> acls() {
        return Stream.of(
                acl("fetch: URL, operator: Suffix, values: [443]", "Target: /a?443", "Target: /a?80"),
                acl("fetch: URL, values: ['http://h/x']", "Target: http://h:80/x", "Target: http://h:81/x"),
                acl("fetch: URL, values: ['http://h/']", "Target: http://h", "Target: /"),
                acl("fetch: Path, operator: Exact, values: [/a]", "Target: /a?b", "Target: /A"),
                acl("fetch: Path, operator: Exact, ignoreCase: true, values: [/a]", "Target: /A", "Target: /b"),
                acl("fetch: Path, operator: Prefix, values: [/a]", "Target: /ab", "Target: /b/a"),
                acl("fetch: Path, operator: Substring, values: [b/c]", "Target: /b/c", "Target: /b/b"),
                acl("fetch: Path, operator: Subdir, values: [b]", "Target: /a/b/c", "Target: /a/bb/c"),
                acl("fetch: Path, operator: Length, values: ['4:6']", "Target: /abc", "Target: /ab"),
                acl("fetch: Path, operator: Regex, values: ['[0-9]{2}$']", "Target: /x42", "Target: /x4"),
                acl("fetch: Query(q), values: [7]", "Target: /?p=1&q=7", "Target: /?p=7"),
                acl("fetch: Query(q), operator: Found", "Target: /?q=", "Target: /?qq=1"),
                acl("fetch: Query(q), operator: Integer, values: [gt 6]", "Target: /?q=7", "Target: /?q=6"),
                acl("fetch: Host, values: [A.test]", "Host: a.TEST:8080", "Host: a.test.b"),
                acl("fetch: Host, operator: Host, values: ['*.a.test']", "Host: x.a.test", "Host: a.test"),
                acl("fetch: Host, operator: Domain, values: [a.test]", "Host: x.a.test.y", "Host: xa.test"),
                acl("fetch: Header(Host), values: ['a.test:80']", "Host: a.test:80", "Host: a.test"),
                acl("fetch: Header(x-a), values: [two]", "X-A: one, two", "X-A: one two"),
                acl("fetch: Header(x-a), operator: CIDR, values: [10.0.0.0/8]", "X-A: 10.9.9.9", "X-A: 11.9.9.9"),
                acl("fetch: Cookie(sid), operator: Prefix, values: [a]", "Cookie: x=a; sid=ab", "Cookie: x=a; sid=b"),
                acl("fetch: Method, values: [PURGE, DELETE]", "Method: PURGE", "Method: GET"));
    }

    @ParameterizedTest
    @MethodSource("acls")
    @Covers({
        "LoadBalancer.spec.acls[].name",
        "LoadBalancer.spec.acls[].fetch",
        "LoadBalancer.spec.acls[].operator",
        "LoadBalancer.spec.acls[].values",
        "LoadBalancer.spec.acls[].ignoreCase",
        "LoadBalancer.spec.listeners[].rules[].if"
    })
    void an_acl_sends_what_it_holds_for_elsewhere(String acl, String matching, String other) throws Exception {
        serve("acls: [{name: asked, " + acl + "}]", "{if: asked, backend: special}");

        assertThat(answer(matching)).isEqualTo("special");
        assertThat(answer(other)).isEqualTo("usual");
    }

    @Test
    void an_acl_knows_both_ends_of_the_connection() throws Exception {
        serve("""
                acls:
                  - {name: lan, fetch: SourceAddress, values: [127.0.0.8/29]}
                  - {name: near, fetch: DestinationAddress, values: [127.0.0.1]}
                  - {name: high, fetch: SourcePort, values: ["ge 1024"]}
                  - {name: public, fetch: DestinationPort, values: [81]}""", "{if: lan near high public, backend: special}");

        assertThat(answerTo("127.0.0.9", "")).isEqualTo("special");
        assertThat(answerTo("127.0.0.1", "")).isEqualTo("usual");
    }

    @Test
    void an_acl_knows_how_many_servers_take_new_work() throws Exception {
        serve("""
                acls:
                  - {name: enough, fetch: BackendServersUp(special), values: ["ge 1"]}
                  - {name: plenty, fetch: BackendServersUp(special), values: ["ge 2"]}""", """
                {match: {paths: [{type: Exact, value: /1}]}, if: enough, backend: special},
                {match: {paths: [{type: Exact, value: /2}]}, if: plenty, backend: special},
                {match: {paths: [{type: Exact, value: /3}]}, if: "{ nbsrv(special) eq 1 }", backend: special}""");

        assertThat(answer("Target: /1")).isEqualTo("special");
        assertThat(answer("Target: /2")).isEqualTo("usual");
        assertThat(answer("Target: /3")).isEqualTo("special");
    }

    @Test
    @Covers("LoadBalancer.spec.listeners[].rules[].unless")
    void unless_is_the_contrary_of_the_whole() throws Exception {
        serve("acls: []", "{unless: '{ path_beg /a } { path_len 2 }', backend: special}");

        assertThat(answer("Target: /a")).isEqualTo("usual");
        assertThat(answer("Target: /b")).isEqualTo("special");
        assertThat(answer("Target: /ab")).isEqualTo("special");
        assertThat(answer("Target: /")).isEqualTo("special");
    }

    @Test
    void the_first_rule_wins_whether_it_is_indexed_or_not() throws Exception {
        serve(
                "acls: [{name: shop, fetch: Host, values: [shop.test]}, {name: a, fetch: Path, operator: Prefix, values: [/a]}]",
                "{if: '{ path_end .gif }', backend: app}, {if: shop a, backend: special}, {match: {hosts: [shop.test]}, backend: app},"
                        + " {if: a, backend: special}");

        assertThat(answer("Target: http://shop.test/a/x")).isEqualTo("special");
        assertThat(answer("Target: http://shop.test/a/x.gif")).isEqualTo("usual");
        assertThat(answer("Target: http://shop.test/b")).isEqualTo("usual");
        assertThat(answer("Target: http://other.test/a")).isEqualTo("special");
    }

    @Test
    void a_changed_acl_is_asked_by_the_next_request() throws Exception {
        serve("acls: [{name: asked, fetch: Path, values: [/a]}]", "{if: asked, backend: special}");
        try (Wire client = Wire.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            assertThat(client.send("GET /b HTTP/1.1\r\nHost: h\r\n\r\n")
                            .answer()
                            .body())
                    .isEqualTo("usual");
            serve("acls: [{name: asked, fetch: Path, values: [/b]}]", "{if: asked, backend: special}");
            assertThat(client.send("GET /b HTTP/1.1\r\nHost: h\r\n\r\n")
                            .answer()
                            .body())
                    .isEqualTo("special");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'query: [{name: v, value: \"2\"}]', Target: /?v=2, Target: /?v=22",
        "'query: [{name: v, type: RegularExpression, value: \"^2+$\"}]', Target: /?v=22, Target: /?v=12",
        "'headers: [{name: x-a, type: RegularExpression, value: b.d}]', X-A: abcde, X-A: abde",
    })
    @Covers({
        "LoadBalancer.spec.listeners[].rules[].match.headers[].type",
        "LoadBalancer.spec.listeners[].rules[].match.query[].name",
        "LoadBalancer.spec.listeners[].rules[].match.query[].type",
        "LoadBalancer.spec.listeners[].rules[].match.query[].value"
    })
    void the_short_form_looks_at_parameters_and_takes_expressions(String match, String matching, String other)
            throws Exception {
        serve("acls: []", "{match: {" + match + "}, backend: special}");

        assertThat(answer(matching)).isEqualTo("special");
        assertThat(answer(other)).isEqualTo("usual");
    }

    @Test
    void a_rule_of_a_tcp_listener_looks_at_the_connection() throws Exception {
        served.serve("""
                apiVersion: tenbin.io/v1alpha1
                kind: LoadBalancer
                metadata: {name: edge}
                spec:
                  acls:
                  - {name: lan, fetch: SourceAddress, values: [127.0.0.8/29]}
                  - {name: there, fetch: BackendServersUp(special), values: [1]}
                  listeners:
                  - name: raw
                    port: 81
                    targetPort: %d
                    protocol: TCP
                    rules:
                    - {if: "lan there { dst_port 81 } { dst 127.0.0.1 }", unless: "{ src_port lt 1024 }", backend: special}
                    defaultBackend: app
                """.formatted(port) + backends("mode: TCP, "));

        assertThat(answerTo("127.0.0.9", "")).isEqualTo("special");
        assertThat(answerTo("127.0.0.1", "")).isEqualTo("usual");
        await().untilAsserted(() -> assertThat(served.log()).anyMatch(line -> line.contains(" raw special/s ")));
    }

    private static Arguments acl(String acl, String matching, String other) {
        return Arguments.of(acl, matching, other);
    }

    private static void serve(String acls, String rules) throws IOException {
        served.serve("""
                apiVersion: tenbin.io/v1alpha1
                kind: LoadBalancer
                metadata: {name: edge}
                spec:
                  %s
                  listeners: [{name: web, port: 81, targetPort: %d, protocol: HTTP, defaultBackend: app, rules: [%s]}]
                """.formatted(acls, port, rules) + backends(""));
    }

    private static String backends(String mode) {
        return """
                ---
                apiVersion: tenbin.io/v1alpha1
                kind: Backend
                metadata: {name: app}
                spec: {%sservers: [{name: s, address: 127.0.0.1, port: %d}]}
                ---
                apiVersion: tenbin.io/v1alpha1
                kind: Backend
                metadata: {name: special}
                spec:
                  {%sservers: [{name: s, address: 127.0.0.1, port: %d}, {name: t, address: 127.0.0.1, port: 9, weight: 0}]}
                """.formatted(mode, usual.port(), mode, special.port());
    }

    private static String answer(String with) throws IOException {
        return answerTo("127.0.0.1", with);
    }

    /** What a request is answered that is like this in one respect, from that address. */
    private static String answerTo(String source, String with) throws IOException {
        String target = with.startsWith(TARGET) ? with.substring(TARGET.length()) : "/";
        String method = with.startsWith(METHOD) ? with.substring(METHOD.length()) : "GET";
        String host = with.startsWith("Host: ") ? with : "Host: " + authority(target);
        boolean field = !with.isEmpty() && !with.startsWith(TARGET) && !with.startsWith(METHOD) && !with.equals(host);
        try (Wire client =
                new Wire(new Socket(InetAddress.ofLiteral("127.0.0.1"), port, InetAddress.ofLiteral(source), 0))) {
            return client.send(method + " " + target + " HTTP/1.1\r\n" + host + "\r\n" + (field ? with + "\r\n" : "")
                            + "\r\n")
                    .answer()
                    .body();
        }
    }

    private static String authority(String target) {
        return target.startsWith("http://") ? target.substring(7).split("[/?]", 2)[0] : "h";
    }
}
