package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.coverage.Covers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a Backend changes of its requests and answers, whoever sends to it. */
class BackendHeadersIT {
    @RegisterExtension
    final ServedRules served = new ServedRules();

    @Test
    @Covers({
        "Backend.spec.requestHeaders.set[].name",
        "Backend.spec.requestHeaders.set[].value",
        "Backend.spec.requestHeaders.add[].name",
        "Backend.spec.requestHeaders.add[].value",
        "Backend.spec.requestHeaders.remove",
        "Backend.spec.responseHeaders.set[].name",
        "Backend.spec.responseHeaders.set[].value",
        "Backend.spec.responseHeaders.add[].name",
        "Backend.spec.responseHeaders.add[].value",
        "Backend.spec.responseHeaders.remove"
    })
    void a_backend_changes_requests_last_and_answers_first() throws Exception {
        TestServer server = TestServer.once("HTTP/1.1 200 OK\r\nServer: s\r\nX-Old: o\r\nContent-Length: 0\r\n\r\n");
        served.backend("app", server, "", """
                        requestHeaders: {set: [{name: X-Set, value: "<%[req.hdr(X-Rule)]>"}], \
                        add: [{name: X-Add, value: "%[src]"}], remove: [X-Secret]}, \
                        responseHeaders: {set: [{name: X-Order, value: backend}], \
                        add: [{name: X-Was, value: "%[res.hdr(X-Old)]"}], remove: [Server]}""").serve("""
                        responseHeaders: {set: [{name: X-Listener, value: "<%[res.hdr(X-Rule)]>"}]}, rules: [{backend: app, \
                        requestHeaders: {set: [{name: X-Rule, value: rule}]}, \
                        responseHeaders: {set: [{name: X-Rule, value: "<%[res.hdr(X-Order)]>"}]}}]""");

        Wire.Message answer = served.ask("GET / HTTP/1.1\r\nHost: a\r\nX-Secret: s\r\nX-Add: c\r\n\r\n");

        Wire.Message got = server.requests().getLast();
        assertThat(got.field("X-Set")).isEqualTo("<rule>");
        assertThat(got.head()).contains("X-Add: c\r\n", "X-Add: 127.0.0.1\r\n").doesNotContain("X-Secret");
        assertThat(answer.field("X-Order")).isEqualTo("backend");
        assertThat(answer.field("X-Was")).isEqualTo("o");
        assertThat(answer.field("X-Rule")).isEqualTo("<backend>");
        assertThat(answer.field("X-Listener")).isEqualTo("<<backend>>");
        assertThat(answer.field("Server")).isNull();
    }

    @Test
    void those_of_the_fallback_count_where_that_takes_over() throws Exception {
        TestServer sorry = TestServer.saying("sorry");
        served.backend("sorry", sorry, "", "requestHeaders: {set: [{name: X-From, value: sorry}]}")
                .backend(
                        "app",
                        TestServer.saying("app"),
                        "state: Maint",
                        "fallback: {backend: sorry}, requestHeaders: {set: [{name: X-From, value: app}]}")
                .serve("defaultBackend: app");

        assertThat(served.ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n").body()).isEqualTo("sorry");

        assertThat(sorry.requests().getLast().field("X-From")).isEqualTo("sorry");
    }
}
