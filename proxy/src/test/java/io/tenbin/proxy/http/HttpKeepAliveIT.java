package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HttpKeepAliveIT {
    static final String GET = "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n";

    @Test
    void a_request_reaches_a_server_and_its_answer_the_client() throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            Wire.Message answer = client.send(GET).answer();

            assertThat(answer.firstLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(answer.body()).isEqualTo("hello");
            assertThat(proxy.lastLogged(1).outcome().termination()).isEqualTo("----");
        }
    }

    @Test
    void both_connections_carry_one_request_after_the_other() throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            for (int i = 0; i < 50; i++) {
                assertThat(client.send(GET).answer().body()).isEqualTo("hello");
            }
            assertThat(server.accepted()).isEqualTo(1);
            assertThat(proxy.logged()).hasSize(50);
        }
    }
}
