package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.proxy.Edge;
import io.tenbin.proxy.TestServer;
import io.tenbin.proxy.http2.Http2Wire.Frame;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP/2 on both sides, and an answer that the server gives up: what the client is told, of which gRPC makes a status. */
class Http2ResetIT {
    @RegisterExtension
    final Edge edge = new Edge(1);

    @ParameterizedTest(name = "{0}")
    @CsvSource({"CANCEL, 8, 8", "ENHANCE_YOUR_CALM, 11, 11", "NO_ERROR, 0, 2", "REFUSED_STREAM, 7, 2", "unknown, 99, 2"
    })
    void a_code_is_passed_on_where_it_says_something_of_the_exchange(String name, int sent, int passedOn)
            throws Exception {
        TestServer server = edge.ends(TestServer.start(socket -> {
            io.tenbin.proxy.http2.Http2Wire wire = io.tenbin.proxy.http2.Http2Wire.accept(socket);
            while (true) {
                Frame head = wire.request();
                wire.headers(head.stream(), false, ":status", "200").data(head.stream(), false, "half");
                wire.reset(head.stream(), sent);
            }
        }));
        edge.serve(
                edge.loadBalancer("defaultBackend: app"),
                Edge.backend(
                        "app",
                        "protocol: HTTP2\nhealthCheck: {type: None}\nservers: [" + Edge.server("s", server.port(), "")
                                + "]"));

        try (Http2Wire client = Http2Wire.connect(edge.address().getPort())) {
            assertThat(client.get(1, "/").answer(1).reset()).as(name).isEqualTo(passedOn);
        }
        assertThat(edge.log(1).getFirst()).contains(" SD--");
    }
}
