package io.tenbin.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenbin.config.MatchConfig.ExactValue;
import io.tenbin.config.MatchConfig.NamedMatch;
import io.tenbin.config.MatchConfig.PathMatch;
import io.tenbin.config.MatchConfig.PathType;
import io.tenbin.config.MatchConfig.RegexValue;
import io.tenbin.config.RetriesConfig.Cause;
import io.tenbin.config.ServiceServerConfig.ClusterAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProxyConfigCodecTest {
    private static final PersistenceConfig COOKIE = new PersistenceConfig(
            new CookieConfig(
                    "S",
                    CookieConfig.Mode.PREFIX,
                    new CookieConfig.Handling(true, true, true, true),
                    new CookieConfig.Attributes("example.com", true, true, "Lax"),
                    new CookieConfig.Lifetime(Duration.ofMinutes(3), null)),
            new StickOnConfig(Duration.ofMinutes(30), 1000));
    private static final BalanceConfig OVERRIDING = new BalanceConfig(
            new AlgorithmConfig.RoundRobin(),
            false,
            null,
            Duration.ZERO,
            List.of(
                    new EndpointOverride("by-weight", null, 5),
                    new EndpointOverride("by-state", ServerOptions.State.DRAIN, null)));
    private static final RetriesConfig RETRIES = new RetriesConfig(
            3, new RetriesConfig.After(List.of(Cause.CONNECT_FAILURE), List.of(503, 429)), -1, false, 20, 65_536);

    @Test
    void what_is_decoded_equals_what_was_encoded_and_has_the_same_bytes_and_hash() {
        EncodedConfig encoded = ProxyConfigCodec.encode(config(Duration.ofMillis(1500)));

        ProxyConfig decoded = ProxyConfigCodec.decode(encoded.json());

        assertThat(decoded).isEqualTo(config(Duration.ofMillis(1500)));
        assertThat(ProxyConfigCodec.encode(decoded)).isEqualTo(encoded);
    }

    @Test
    void another_value_has_another_hash() {
        assertThat(ProxyConfigCodec.encode(config(Duration.ofSeconds(1))).hash())
                .isNotEqualTo(
                        ProxyConfigCodec.encode(config(Duration.ofSeconds(2))).hash());
    }

    @Test
    void a_field_that_is_missing_unknown_or_out_of_range_is_refused_by_name() {
        String json = ProxyConfigCodec.encode(config(Duration.ofSeconds(1))).json();

        assertThatThrownBy(() -> ProxyConfigCodec.decode(json.replace("\"count\" : 3", "\"count\" : -1")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("retries.count: -1 must be between 0 and 100");
        assertThatThrownBy(() -> ProxyConfigCodec.decode(json.replace("\"drain\"", "\"drian\"")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("drain");
        assertThatThrownBy(() -> ProxyConfigCodec.decode("{}")).isInstanceOf(InvalidConfigException.class);
        assertThatThrownBy(() -> ProxyConfigCodec.decode("")).isInstanceOf(InvalidConfigException.class);
    }

    @Test
    void what_is_null_is_left_out_and_nothing_else_may_be() {
        String json = ProxyConfigCodec.encode(config(Duration.ofSeconds(1))).json();

        assertThat(json).doesNotContain("null").doesNotContain("\"defaultBackend\"");
        assertThatThrownBy(() -> ProxyConfigCodec.decode(json.replace("\"allBackups\" : false,", "")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("allBackups");
        assertThatThrownBy(() -> ProxyConfigCodec.decode(json.replace("\"reuse\" : \"NEVER\",", "")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("reuse");
    }

    @Test
    void a_reference_to_a_backend_that_is_not_there_cannot_be_built() {
        ProxyConfig good = config(Duration.ofSeconds(1));

        assertThatThrownBy(() -> new ProxyConfig(
                        "a/b", good.listeners(), good.acls(), List.of(), good.drain(), good.maxConnections()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("web.backend: shop is not in backends");
    }

    /** One of each kind. */
    private static List<AclConfig> acls() {
        TextFetch path = TextFetch.of(TextFetch.Source.PATH);
        TextFetch field = TextFetch.parse("Header(X-A)");
        List<IntRange> ranges = List.of(IntRange.parse("4:9"), IntRange.parse(":-1"), IntRange.parse("5"));
        List<Cidr> networks = List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("2001:db8::/32"));
        return List.of(
                new AclConfig("lan", List.of(new MatcherConfig.Addresses(MatcherConfig.End.SOURCE, networks))),
                new AclConfig(
                        "api",
                        List.of(
                                new MatcherConfig.Words(
                                        path, MatcherConfig.WordOperator.PREFIX, List.of("/api", "/v1"), true),
                                new MatcherConfig.Regexes(path, List.of(Regex.parse("(?i)^/API/[0-9]+"))),
                                new MatcherConfig.Lengths(path, ranges),
                                new MatcherConfig.Integers(field, ranges),
                                new MatcherConfig.Networks(field, networks),
                                new MatcherConfig.Found(field),
                                new MatcherConfig.Ports(MatcherConfig.End.DESTINATION, ranges),
                                new MatcherConfig.ServersUp("shop", ranges),
                                new MatcherConfig.Constant(true))));
    }

    static ProxyConfig config(Duration connect) {
        ClientTimeoutsConfig timeouts = new ClientTimeoutsConfig(
                Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofHours(1));
        HttpConfig http = new HttpConfig(
                new ForwardedForConfig(
                        true, "X-Forwarded-For", List.of(Cidr.parse("10.0.0.0/8")), ForwardedForConfig.Mode.APPEND),
                List.of(Cidr.parse("2001:db8::/32")),
                new LimitsConfig(8192, 16384, 128, 0, 0),
                ConnectionMode.SERVER_CLOSE,
                true,
                "X-Request-Id",
                new ErrorPagesConfig(List.of(new ErrorPagesConfig.Page(503, "text/html", "<p>soon</p>"))),
                new CompressionConfig(List.of(CompressionConfig.Algorithm.DEFLATE), 9, List.of("text/*")));
        MatchConfig match = new MatchConfig(
                List.of("*.example.com"),
                List.of(new PathMatch(PathType.PREFIX, "/v1")),
                List.of("GET"),
                List.of(new NamedMatch("X-A", new ExactValue("b"))),
                List.of(new NamedMatch("q", new RegexValue(Regex.parse("^[0-9]+$")))));
        ConditionConfig condition = new ConditionConfig(
                List.of(List.of(new TermConfig("lan", false), new TermConfig("api", true))), List.of());
        return new ProxyConfig(
                "default/edge",
                List.of(
                        new HttpListenerConfig(
                                "web",
                                80,
                                10080,
                                ProxyProtocol.REQUIRED,
                                new TerminatedTlsConfig(
                                        List.of(new CertificateConfig("apps/www", MaterialName.of("www"))),
                                        true,
                                        TlsVersion.TLS_1_2,
                                        List.of("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
                                        MaterialName.of("keys"),
                                        new ClientAuthConfig(
                                                true,
                                                new AuthoritiesConfig(
                                                        "Secret shop/ca ca.crt", MaterialName.of("clients")))),
                                timeouts,
                                http,
                                new HeadersConfig(
                                        HeaderRulesConfig.NONE,
                                        new HeaderRulesConfig(
                                                List.of(new HeaderConfig("X-A", "%[src]")), List.of(), List.of("X-B"))),
                                AccessLogFormat.HAPROXY_HTTP,
                                List.of(new RuleConfig(match, condition, RuleAction.to("shop"))),
                                null),
                        new TcpListenerConfig(
                                "redis",
                                6379,
                                6379,
                                null,
                                new PassedThroughTlsConfig(),
                                timeouts,
                                AccessLogFormat.NONE,
                                List.of(new TcpRuleConfig(
                                        new ConditionConfig(List.of(), List.of(List.of(new TermConfig("lan", false)))),
                                        TcpRuleAction.to("redis"))),
                                "redis")),
                acls(),
                List.of(
                        new BackendConfig(
                                "shop",
                                BackendMode.HTTP,
                                OVERRIDING,
                                List.of(new ServiceServerConfig(
                                        "app",
                                        "default",
                                        "shop",
                                        "http",
                                        ServerOptions.ofWeight(1),
                                        new ClusterAddress("10.96.0.7", 80))),
                                COOKIE,
                                RETRIES,
                                new ServerTimeoutsConfig(connect, Duration.ofSeconds(30), Duration.ofHours(1), connect),
                                new ConnectionConfig(
                                        ConnectionMode.CLOSE,
                                        ReusePolicy.NEVER,
                                        0,
                                        null,
                                        null,
                                        SendProxyProtocol.V2,
                                        HttpVersion.AUTO,
                                        new ServerTlsConfig(
                                                new ServerTlsConfig.Verify(
                                                        new AuthoritiesConfig(
                                                                "ConfigMap shop/ca ca.crt", MaterialName.of("ca")),
                                                        "app.example"),
                                                "app.example",
                                                new CertificateConfig("apps/edge", MaterialName.of("edge")),
                                                TlsVersion.TLS_1_2)),
                                new HeadersConfig(
                                        new HeaderRulesConfig(
                                                List.of(new HeaderConfig("X-C", "%[unique-id]")), List.of(), List.of()),
                                        HeaderRulesConfig.NONE)),
                        new BackendConfig(
                                "redis",
                                BackendMode.TCP,
                                BalanceConfig.DEFAULT,
                                List.of(new AddressServerConfig("r1", "192.0.2.1", 6379, ServerOptions.ofWeight(100))),
                                PersistenceConfig.NONE,
                                RETRIES,
                                new ServerTimeoutsConfig(connect, Duration.ofSeconds(30), Duration.ofHours(1), connect),
                                new ConnectionConfig(
                                        ConnectionMode.KEEP_ALIVE, ReusePolicy.SAFE, 0, null, null, null, null, null),
                                null)),
                new DrainConfig(Duration.ofSeconds(10), Duration.ofMinutes(5)),
                new MaxConnectionsConfig(100, new TreeMap<>(Map.of("web", 50, "redis", 100)), 3));
    }
}
