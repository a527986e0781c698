package io.tenbin.proxy.http;

import io.tenbin.config.AccessLogFormat;
import io.tenbin.config.AclConfig;
import io.tenbin.config.AddressServerConfig;
import io.tenbin.config.BackendConfig;
import io.tenbin.config.BackendMode;
import io.tenbin.config.BalanceConfig;
import io.tenbin.config.Cidr;
import io.tenbin.config.ClientTimeoutsConfig;
import io.tenbin.config.ConnectionConfig;
import io.tenbin.config.ConnectionMode;
import io.tenbin.config.DrainConfig;
import io.tenbin.config.ForwardedForConfig;
import io.tenbin.config.HeadersConfig;
import io.tenbin.config.HealthConfig;
import io.tenbin.config.HttpConfig;
import io.tenbin.config.HttpListenerConfig;
import io.tenbin.config.LimitsConfig;
import io.tenbin.config.PersistenceConfig;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.RetriesConfig;
import io.tenbin.config.ReusePolicy;
import io.tenbin.config.RuleConfig;
import io.tenbin.config.ServerConfig;
import io.tenbin.config.ServerOptions;
import io.tenbin.config.ServerTimeoutsConfig;
import io.tenbin.translate.Defaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A configuration of one listener and one Backend, with what a test wants otherwise. */
final class Configs {
    static final String LISTENER = "web";
    static final String BACKEND = "app";

    private final List<ServerConfig> servers = new ArrayList<>();
    private Duration client = Duration.ofSeconds(30);
    private Duration httpRequest = Duration.ofSeconds(10);
    private Duration keepAlive = Duration.ofSeconds(30);
    private Duration tunnel = Duration.ofHours(1);
    private Duration connect = Duration.ofSeconds(3);
    private Duration queue = Duration.ofSeconds(3);
    private int maxConnections;
    private Duration server = Duration.ofSeconds(30);
    private ForwardedForConfig forwardedFor =
            new ForwardedForConfig(true, "X-Forwarded-For", List.of(), ForwardedForConfig.Mode.APPEND);
    private List<Cidr> trusted = List.of();
    private LimitsConfig limits = new LimitsConfig(8192, 16384, 128, 0, 0);
    private List<RuleConfig> rules = List.of();
    private RetriesConfig retries = Defaults.RETRIES;
    private List<AclConfig> acls = List.of();
    private ConnectionMode mode = ConnectionMode.KEEP_ALIVE;
    private ConnectionConfig connection =
            new ConnectionConfig(ConnectionMode.KEEP_ALIVE, ReusePolicy.SAFE, 0, null, null, null, null, null);
    private boolean allowConnect;

    static Configs of(TestServer... targets) {
        Configs configs = new Configs();
        for (TestServer target : targets) {
            configs.server(target.port());
        }
        return configs;
    }

    Configs withServer(TestServer target) {
        servers.clear();
        return server(target.port());
    }

    Configs server(int port) {
        return server("127.0.0.1", port);
    }

    Configs server(String address, int port) {
        servers.add(new AddressServerConfig(
                "s" + (servers.size() + 1),
                address,
                port,
                new ServerOptions(1, false, ServerOptions.State.READY, null, maxConnections, HealthConfig.NONE)));
        return this;
    }

    Configs client(long millis) {
        client = Duration.ofMillis(millis);
        return this;
    }

    Configs httpRequest(long millis) {
        httpRequest = Duration.ofMillis(millis);
        return this;
    }

    Configs keepAlive(long millis) {
        keepAlive = Duration.ofMillis(millis);
        return this;
    }

    Configs tunnel(long millis) {
        tunnel = Duration.ofMillis(millis);
        return this;
    }

    Configs connect(long millis) {
        connect = Duration.ofMillis(millis);
        return this;
    }

    Configs queue(long millis) {
        queue = Duration.ofMillis(millis);
        return this;
    }

    Configs maxQueue(int most) {
        connection = new ConnectionConfig(connection.mode(), connection.reuse(), most, null, null, null, null, null);
        return this;
    }

    /** Of servers that are added from now on. */
    Configs maxConnections(int most) {
        maxConnections = most;
        return this;
    }

    Configs serverTimeout(long millis) {
        server = Duration.ofMillis(millis);
        return this;
    }

    Configs retries(int most) {
        return retries(retries.withCount(most));
    }

    Configs retries(RetriesConfig others) {
        retries = others;
        return this;
    }

    Configs limits(LimitsConfig others) {
        limits = others;
        return this;
    }

    Configs mode(ConnectionMode other) {
        mode = other;
        return this;
    }

    Configs connection(ConnectionMode other, ReusePolicy reuse) {
        connection = new ConnectionConfig(other, reuse, connection.maxQueue(), null, null, null, null, null);
        return this;
    }

    Configs allowConnect() {
        allowConnect = true;
        return this;
    }

    Configs trusting(String network) {
        trusted = List.of(Cidr.parse(network));
        return this;
    }

    Configs forwardedFor(ForwardedForConfig other) {
        forwardedFor = other;
        return this;
    }

    ProxyConfig build() {
        HttpListenerConfig listener = new HttpListenerConfig(
                LISTENER,
                80,
                10080,
                null,
                null,
                new ClientTimeoutsConfig(client, httpRequest, keepAlive, tunnel),
                new HttpConfig(forwardedFor, trusted, limits, mode, allowConnect, null, null, null),
                HeadersConfig.NONE,
                AccessLogFormat.HAPROXY_HTTP,
                rules,
                BACKEND);
        BackendConfig backend = new BackendConfig(
                BACKEND,
                BackendMode.HTTP,
                BalanceConfig.DEFAULT,
                servers,
                PersistenceConfig.NONE,
                retries,
                new ServerTimeoutsConfig(connect, server, tunnel, queue),
                connection,
                null);
        return new ProxyConfig(
                "default/test",
                List.of(listener),
                acls,
                List.of(backend),
                new DrainConfig(Duration.ZERO, Duration.ZERO),
                null);
    }

    TestProxy start() {
        return TestProxy.start(build());
    }
}
