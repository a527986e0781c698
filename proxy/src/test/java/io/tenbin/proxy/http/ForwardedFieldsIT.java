package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.config.Cidr;
import io.tenbin.config.ForwardedForConfig;
import io.tenbin.config.ForwardedForConfig.Mode;
import io.tenbin.coverage.Covers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What servers are told of the client. The client is 127.0.0.1, the listener's public port is 80. */
class ForwardedFieldsIT {
    private static final String CLAIMS = Wire.lines("""
            X-Forwarded-For: 6.6.6.6
            X-Forwarded-For: 7.7.7.7
            X-Forwarded-Proto: https
            X-Forwarded-Host: evil
            X-Forwarded-Port: 1
            Forwarded: for=6.6.6.6
            X-Real-IP: 6.6.6.6
            Proxy: http://evil
            X_Forwarded_For: 6.6.6.6
            X_Real-IP: 6.6.6.6
            """);

    @Test
    void a_strangers_claims_give_way_to_what_is_true() throws Exception {
        assertThat(sent(new Configs(), "Host: a\r\n" + CLAIMS))
                .containsExactly(
                        "Host: a",
                        "X-Forwarded-Proto: http",
                        "X-Forwarded-Port: 80",
                        "X-Forwarded-Host: a",
                        "X-Forwarded-For: 127.0.0.1");
    }

    @Test
    @Covers("LoadBalancer.spec.http.trustedProxies")
    void a_trusted_peers_claims_stay_and_the_addresses_get_one_more() throws Exception {
        assertThat(sent(new Configs().trusting("127.0.0.0/8"), "Host: a\r\n" + CLAIMS))
                .containsExactly(
                        "Host: a",
                        "X-Forwarded-For: 6.6.6.6",
                        "X-Forwarded-For: 7.7.7.7",
                        "X-Forwarded-Proto: https",
                        "X-Forwarded-Host: evil",
                        "X-Forwarded-Port: 1",
                        "Forwarded: for=6.6.6.6",
                        "X-Real-IP: 6.6.6.6",
                        "Proxy: http://evil",
                        "X-Forwarded-For: 127.0.0.1");
    }

    @Test
    void a_trusted_peer_that_claims_nothing_has_only_its_address_added() throws Exception {
        assertThat(sent(new Configs().trusting("127.0.0.0/8"), "Host: a\r\n"))
                .containsExactly("Host: a", "X-Forwarded-For: 127.0.0.1");
    }

    @Test
    @Covers("LoadBalancer.spec.http.forwardedFor.mode")
    void the_address_can_be_added_only_where_there_is_none() throws Exception {
        Configs configs = new Configs().trusting("127.0.0.0/8").forwardedFor(forwardedFor(true, Mode.IF_NONE));
        assertThat(sent(configs, "Host: a\r\nX-Forwarded-For: 6.6.6.6\r\n"))
                .containsExactly("Host: a", "X-Forwarded-For: 6.6.6.6");
        assertThat(sent(configs, "Host: a\r\n")).containsExactly("Host: a", "X-Forwarded-For: 127.0.0.1");
    }

    @Test
    void the_address_can_take_the_place_of_others() throws Exception {
        Configs configs = new Configs().trusting("127.0.0.0/8").forwardedFor(forwardedFor(true, Mode.REPLACE));
        assertThat(sent(configs, "Host: a\r\nX-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 7.7.7.7\r\n"))
                .containsExactly("Host: a", "X-Forwarded-For: 127.0.0.1");
    }

    @Test
    @Covers("LoadBalancer.spec.http.forwardedFor.enabled")
    void without_the_field_a_strangers_claim_goes_all_the_same() throws Exception {
        Configs configs = new Configs().forwardedFor(forwardedFor(false, Mode.APPEND));
        assertThat(sent(configs, "Host: a\r\nX-Forwarded-For: 6.6.6.6\r\n"))
                .noneMatch(line -> line.startsWith("X-Forwarded-For"));
    }

    @Test
    @Covers("LoadBalancer.spec.http.forwardedFor.except")
    void a_client_of_an_excepted_network_is_not_named() throws Exception {
        ForwardedForConfig except =
                new ForwardedForConfig(true, "X-Forwarded-For", List.of(Cidr.parse("127.0.0.1")), Mode.APPEND);
        assertThat(sent(new Configs().forwardedFor(except), "Host: a\r\nX-Forwarded-For: 6.6.6.6\r\n"))
                .noneMatch(line -> line.startsWith("X-Forwarded-For"));
    }

    @Test
    @Covers("LoadBalancer.spec.http.forwardedFor.header")
    void a_field_of_another_name_is_guarded_like_the_usual_one() throws Exception {
        ForwardedForConfig named = new ForwardedForConfig(true, "X-Client-Addr", List.of(), Mode.APPEND);
        assertThat(sent(new Configs().forwardedFor(named), Wire.lines("""
                                Host: a
                                Connection: X-Client-Addr
                                X-Client-Addr: 6.6.6.6
                                X_Client_Addr: 6.6.6.6
                                x-forwarded-for: 6.6.6.6
                                """)))
                .containsExactly(
                        "Host: a",
                        "X-Forwarded-Proto: http",
                        "X-Forwarded-Port: 80",
                        "X-Forwarded-Host: a",
                        "X-Client-Addr: 127.0.0.1");
    }

    private static List<String> sent(Configs configs, String fields) throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = configs.withServer(server).start();
                Wire client = proxy.connect()) {
            client.send("GET / HTTP/1.1\r\n" + fields + "\r\n").answer();
            return server.requests()
                    .getFirst()
                    .head()
                    .lines()
                    .skip(1)
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    private static ForwardedForConfig forwardedFor(boolean enabled, Mode mode) {
        return new ForwardedForConfig(enabled, "X-Forwarded-For", List.of(), mode);
    }
}
