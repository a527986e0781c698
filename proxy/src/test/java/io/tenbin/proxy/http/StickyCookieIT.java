package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.coverage.Covers;
import io.tenbin.proxy.ServedDirectory;
import io.tenbin.proxy.http.Wire.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cookie from YAML to the wire, and who gets the request that presents it. */
class StickyCookieIT {
    private final int port = io.tenbin.proxy.TestServer.freePort();
    private final List<TestServer> servers = new ArrayList<>();
    private ServedDirectory served;

    @BeforeEach
    void start() throws IOException {
        served = ServedDirectory.start(2);
        for (String name : List.of("a", "b", "c")) {
            servers.add(TestServer.saying(name));
        }
    }

    @AfterEach
    void stop() throws IOException {
        served.close();
        for (TestServer server : servers) {
            server.close();
        }
    }

    @Test
    @Covers({
        "Backend.spec.persistence.cookie.name",
        "Backend.spec.persistence.cookie.indirect",
        "Backend.spec.servers[].cookie"
    })
    void a_client_stays_with_the_server_that_its_cookie_names() throws Exception {
        serve("{name: SERVERID, indirect: true}", "cookie: one", "cookie: two", "cookie: three");

        Message first = get(null);
        String cookie = first.field("Set-Cookie");
        assertThat(cookie).isEqualTo("SERVERID=" + valueOf(first.body()) + "; path=/");
        for (int i = 0; i < 12; i++) {
            Message answer = get("x=y; SERVERID=" + valueOf(first.body()));
            assertThat(answer.body()).isEqualTo(first.body());
            assertThat(answer.field("Set-Cookie")).isNull();
        }
        assertThat(server(first.body()).requests().getLast().field("Cookie")).isEqualTo("x=y");
        List<String> log = served.log(13);
        assertThat(log.getFirst()).contains(" --NI ");
        assertThat(log.getLast()).contains(" --VN ");
    }

    @ParameterizedTest
    @Covers({"Backend.spec.persistence.cookie.mode", "Backend.spec.persistence.cookie.preserve"})
    @CsvSource({
        "'{name: S, mode: Rewrite}',          S=one; Path=/,    --NR",
        "'{name: S, mode: Prefix}',           S=one~mine; Path=/, --NR",
        "'{name: S, preserve: true}',         S=mine; Path=/,   --NP",
        "'{name: S}',                         S=one; path=/,    --NI"
    })
    void a_cookie_that_the_server_makes_is_handled_as_the_mode_says(String cookie, String set, String flags)
            throws Exception {
        try (TestServer making =
                TestServer.once("HTTP/1.1 200 OK\r\nSet-Cookie: S=mine; Path=/\r\nContent-Length: 2\r\n\r\nok")) {
            served.serve(objects(cookie, List.of(making), "cookie: one"));
            assertThat(get(null).field("Set-Cookie")).isEqualTo(set);
            assertThat(served.log(1).getFirst()).contains(" " + flags + " ");
        }
    }

    @Test
    @Covers({
        "Backend.spec.persistence.cookie.domain",
        "Backend.spec.persistence.cookie.httpOnly",
        "Backend.spec.persistence.cookie.secure",
        "Backend.spec.persistence.cookie.sameSite",
        "Backend.spec.persistence.cookie.postOnly"
    })
    void the_cookie_has_the_attributes_and_is_set_when_it_may_be() throws Exception {
        serve(
                "{name: S, domain: .example.com, httpOnly: true, secure: true, sameSite: Lax, postOnly: true}",
                "cookie: one");

        assertThat(get(null).field("Set-Cookie")).isNull();
        try (Wire client = connect()) {
            Message answer = client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
                    .answer();
            assertThat(answer.field("Set-Cookie"))
                    .isEqualTo("S=one; path=/; domain=.example.com; HttpOnly; Secure; SameSite=Lax");
        }
    }

    @Test
    @Covers("Backend.spec.persistence.cookie.noCache")
    void an_answer_that_could_be_cached_is_made_private() throws Exception {
        try (TestServer cached = TestServer.once("HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Length: 2\r\n\r\nok")) {
            served.serve(objects("{name: S, noCache: true}", List.of(cached), "cookie: one"));
            assertThat(get(null).field("Cache-Control")).isEqualTo("private");
            assertThat(get("S=one").field("Cache-Control")).isNull();
        }
    }

    @Test
    @Covers({"Backend.spec.persistence.cookie.maxIdle", "Backend.spec.persistence.cookie.maxLife"})
    void an_old_cookie_is_not_believed() throws Exception {
        serve("{name: S, maxIdle: 30m, maxLife: 8h}", "cookie: one", "cookie: two", "cookie: three");

        String fresh = get(null).field("Set-Cookie");
        assertThat(fresh).matches("S=(one|two|three)\\|[A-Za-z0-9+/]{5}\\|[A-Za-z0-9+/]{5}; path=/");
        Set<String> reached = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            reached.add(get("S=one|ZVPxA|ZVPxA").body());
        }
        assertThat(reached).hasSize(3);
        assertThat(served.log(4).getLast()).contains(" --OI ");
    }

    /** The table of what a server's state means for the one who presents its cookie (configuration manual, {@code cookie}). */
    @ParameterizedTest
    @CsvSource({"weight: 0,     true", "backup: true,  true", "state: Drain,  true", "state: Maint,  false"})
    void who_takes_no_new_work_still_takes_what_sticks_to_it_unless_it_is_in_maintenance(String option, boolean sticks)
            throws Exception {
        serve("{name: S}", "cookie: one, " + option, "cookie: two");

        for (int i = 0; i < 4; i++) {
            assertThat(get(null).body()).isEqualTo("b");
            Message stuck = get("S=one");
            assertThat(stuck.body()).isEqualTo(sticks ? "a" : "b");
            assertThat(stuck.field("Set-Cookie")).isEqualTo(sticks ? null : "S=two; path=/");
        }
        assertThat(served.log(8).getLast()).contains(sticks ? " --VN " : " --DI ");
    }

    @Test
    void of_servers_with_the_same_value_the_first_that_can_takes_the_request() throws Exception {
        serve("{name: S}", "cookie: same, state: Maint", "cookie: same", "cookie: same");

        for (int i = 0; i < 3; i++) {
            assertThat(get("S=same").body()).isEqualTo("b");
        }
    }

    @Test
    void a_server_without_a_value_takes_the_cookie_away_and_an_unknown_value_means_nobody() throws Exception {
        serve("{name: S}", "weight: 1");

        Message answer = get("S=unknown");
        assertThat(answer.field("Set-Cookie")).isEqualTo("S=; Expires=Thu, 01-Jan-1970 00:00:01 GMT; path=/");
        assertThat(served.log(1).getFirst()).contains(" --II ");
    }

    @Test
    void a_server_that_refuses_is_left_at_the_last_retry_and_the_client_moves_on() throws Exception {
        servers.getFirst().close();
        served.serve(objects("{name: S}", List.of(servers.get(0), servers.get(1)), "cookie: one", "cookie: two")
                .replace("retries: {}", "retries: {count: 1}"));

        Message answer = get("S=one");
        assertThat(answer.body()).isEqualTo("b");
        assertThat(answer.field("Set-Cookie")).isEqualTo("S=two; path=/");
        assertThat(served.log(1).getFirst()).contains(" --DI ").contains("/+1 ");
    }

    @Test
    void discovered_pods_have_values_that_tell_nothing_and_are_the_same_everywhere() throws Exception {
        String objects = discovered();
        served.serve(objects);
        Message first = get(null);
        String cookie = first.field("Set-Cookie");
        assertThat(cookie).matches("S=[A-Za-z0-9_-]{16}; path=/");
        String pair = cookie.substring(0, cookie.indexOf(';'));
        served.close();

        served = ServedDirectory.start(1);
        served.serve(objects);
        for (int i = 0; i < 4; i++) {
            assertThat(get(pair).body()).isEqualTo(first.body());
        }
    }

    private void serve(String cookie, String... options) throws IOException {
        served.serve(objects(cookie, servers, options));
    }

    private String objects(String cookie, List<TestServer> targets, String... options) {
        StringBuilder objects = new StringBuilder(loadBalancer()).append("  servers:\n");
        for (int i = 0; i < options.length; i++) {
            objects.append("  - {name: %s, address: 127.0.0.1, port: %d, %s}%n"
                    .formatted((char) ('a' + i), targets.get(i).port(), options[i]));
        }
        return objects.append("  retries: {}\n  persistence: {cookie: ")
                .append(cookie)
                .append("}\n")
                .toString();
    }

    private String discovered() {
        StringBuilder slices = new StringBuilder(loadBalancer()).append("""
                  servers: [{name: app, service: {name: app, port: http}}]
                  persistence: {cookie: {name: S}}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: app}
                spec: {ports: [{name: http, port: 80}]}
                """);
        for (int i = 0; i < 2; i++) {
            slices.append("""
                    ---
                    apiVersion: discovery.k8s.io/v1
                    kind: EndpointSlice
                    metadata: {name: app-%d, labels: {kubernetes.io/service-name: app}}
                    addressType: IPv4
                    ports: [{name: http, port: %d}]
                    endpoints: [{addresses: [127.0.0.1], conditions: {ready: true}, targetRef: {kind: Pod, name: app-%d, uid: u-%d}}]
                    """.formatted(i, servers.get(i).port(), i, i));
        }
        return slices.toString();
    }

    private String loadBalancer() {
        return """
                apiVersion: tenbin.io/v1alpha1
                kind: LoadBalancer
                metadata: {name: edge}
                spec: {listeners: [{name: web, port: 81, targetPort: %d, protocol: HTTP, defaultBackend: app}]}
                ---
                apiVersion: tenbin.io/v1alpha1
                kind: Backend
                metadata: {name: app}
                spec:
                """.formatted(port);
    }

    private Message get(@Nullable String cookie) throws IOException {
        try (Wire client = connect()) {
            String field = cookie == null ? "" : "Cookie: " + cookie + "\r\n";
            return client.send("GET / HTTP/1.1\r\nHost: a\r\n" + field + "\r\n").answer();
        }
    }

    private Wire connect() throws IOException {
        return Wire.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static String valueOf(String body) {
        return switch (body) {
            case "a" -> "one";
            case "b" -> "two";
            default -> "three";
        };
    }

    private TestServer server(String body) {
        return servers.get(body.charAt(0) - 'a');
    }
}
