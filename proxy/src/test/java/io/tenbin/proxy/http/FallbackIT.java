package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom a fallback gets: new work, and no client whose own server still serves it. */
class FallbackIT {
    @RegisterExtension
    final ServedRules served = new ServedRules();

    private TestServer app;
    private TestServer sorry;

    @BeforeEach
    void start() throws IOException {
        app = TestServer.saying("app");
        sorry = TestServer.saying("sorry");
    }

    @ParameterizedTest
    @CsvSource({"Drain, app", "Maint, sorry"})
    void a_client_stays_by_its_cookie_while_its_server_drains(String state, String reached) throws Exception {
        serve("state: " + state, "cookie: {name: S}");

        assertThat(body("")).isEqualTo("sorry");
        assertThat(body("Cookie: S=two\r\n")).isEqualTo("sorry");
        assertThat(body("Cookie: S=one\r\n")).isEqualTo(reached);
    }

    @ParameterizedTest
    @CsvSource({"Drain, app", "Maint, sorry"})
    void a_client_stays_by_the_table_while_its_server_drains(String state, String reached) throws Exception {
        String table = "stickOn: {key: SourceAddress}, cookie: {name: S}";
        serve("state: Ready", table);
        assertThat(body("")).isEqualTo("app");

        serve("state: " + state, table);

        assertThat(body("")).isEqualTo(reached);
    }

    private void serve(String option, String persistence) throws Exception {
        served.backend("sorry", sorry)
                .backend(
                        "app",
                        app,
                        "cookie: one, " + option,
                        "fallback: {backend: sorry}, persistence: {" + persistence + "}")
                .serve("defaultBackend: app");
    }

    private String body(String fields) throws Exception {
        return served.ask("GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n").body();
    }
}
