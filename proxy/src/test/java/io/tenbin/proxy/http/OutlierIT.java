package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.coverage.Covers;
import io.tenbin.proxy.Edge;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which answers of live traffic take a server out, and for how long. */
class OutlierIT {
    private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @RegisterExtension
    final Edge edge = new Edge(2);

    private TestServer good;

    @BeforeEach
    void start() throws IOException {
        good = edge.ends(TestServer.start((client, server) -> {
            client.head();
            client.send(GOOD.replace("200 OK", "200 OK\r\nConnection: close"));
        }));
    }

    @Test
    @Covers({
        "Backend.spec.outlierDetection.consecutiveErrors",
        "Backend.spec.outlierDetection.ejection",
        "Backend.spec.outlierDetection.maxEjectedPercent",
    })
    void who_fails_again_and_again_is_out_for_a_while_unless_too_many_would_be() throws Exception {
        TestServer cutting = answering("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\ncut");
        serve(cutting, "{consecutiveErrors: 2, ejection: 700ms, maxEjectedPercent: 50}");
        visit(6);
        await().until(() -> up("b") == 0);
        assertThat(up("a")).isEqualTo(1);
        assertThat(ejections()).isEqualTo(1);
        await().until(() -> up("b") == 1);

        serve(cutting, "{consecutiveErrors: 2, ejection: 700ms, maxEjectedPercent: 49}");
        visit(12);
        assertThat(up("b")).isEqualTo(1);
        assertThat(ejections()).isEqualTo(1);
    }

    @Test
    void an_answer_that_comes_before_the_request_has_ended_is_no_error() throws Exception {
        serve(
                answering("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
                "{consecutiveErrors: 1, ejection: 1h, maxEjectedPercent: 100}");
        for (int i = 0; i < 6; i++) {
            try (Wire client = Wire.connect(edge.address())) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(50_000));
                assertThat(client.answer().status()).isIn(200, 413);
            }
        }
        // What is decided of an error, is on another thread: a real one, behind all others, is decided last.
        assertThat(edge.log(6)).anyMatch(line -> line.contains(" 413 "));
        assertThat(ejections()).isZero();
        assertThat(List.of(up("a"), up("b"))).containsOnly(1.0);
    }

    /** Reads a request's head, answers, and closes: with a reset if there is more of the request. */
    private TestServer answering(String answer) throws IOException {
        return edge.ends(TestServer.start((client, server) -> {
            client.head();
            client.send(answer);
        }));
    }

    private void visit(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            try (Wire client = Wire.connect(edge.address())) {
                client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                        .rest();
            }
        }
    }

    private double up(String server) throws IOException {
        return edge.served().metric("tenbin_endpoint_up", "server=\"" + server + "\"");
    }

    private double ejections() throws IOException {
        return edge.served().metric("tenbin_endpoint_ejections_total", "");
    }

    private void serve(TestServer other, String outliers) throws IOException {
        edge.serve(edge.loadBalancer("defaultBackend: app"), Edge.backend("app", """
                        healthCheck: {type: None}
                        retries: {retryOn: [ConnectFailure]}
                        outlierDetection: %s
                        servers:
                        - %s
                        - %s
                        """.formatted(
                        outliers, Edge.server("a", good.port(), ""), Edge.server("b", other.port(), ""))));
    }
}
