package io.tenbin.proxy;

import io.tenbin.config.AccessLogFormat;
import io.tenbin.config.AddressServerConfig;
import io.tenbin.config.BackendConfig;
import io.tenbin.config.BackendMode;
import io.tenbin.config.BalanceConfig;
import io.tenbin.config.ClientTimeoutsConfig;
import io.tenbin.config.ConnectionMode;
import io.tenbin.config.DrainConfig;
import io.tenbin.config.ForwardedForConfig;
import io.tenbin.config.HeadersConfig;
import io.tenbin.config.HttpConfig;
import io.tenbin.config.HttpListenerConfig;
import io.tenbin.config.LimitsConfig;
import io.tenbin.config.ListenerConfig;
import io.tenbin.config.PersistenceConfig;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.RuleConfig;
import io.tenbin.config.ServerConfig;
import io.tenbin.config.ServerOptions;
import io.tenbin.config.ServerTimeoutsConfig;
import io.tenbin.config.TcpListenerConfig;
import io.tenbin.translate.Defaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Configurations for tests: everything that a test does not speak about has a harmless value. */
public final class Configs {
    public static final ClientTimeoutsConfig CLIENT_TIMEOUTS = new ClientTimeoutsConfig(
            Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofHours(1));
    public static final ServerTimeoutsConfig SERVER_TIMEOUTS = new ServerTimeoutsConfig(
            Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofHours(1), Duration.ofSeconds(2));

    private Configs() {}

    public static ProxyConfig config(DrainConfig drain, List<ListenerConfig> listeners, BackendConfig... backends) {
        return new ProxyConfig("default/edge", listeners, List.of(), List.of(backends), drain, null);
    }

    public static DrainConfig drain(Duration minDuration, Duration timeout) {
        return new DrainConfig(minDuration, timeout);
    }

    public static TcpListenerConfig tcpListener(String name, int port, String backend) {
        return new TcpListenerConfig(
                name, port, port, null, null, CLIENT_TIMEOUTS, AccessLogFormat.HAPROXY_TCP, List.of(), backend);
    }

    public static HttpListenerConfig httpListener(
            String name, int port, List<RuleConfig> rules, @Nullable String defaultBackend) {
        HttpConfig http = new HttpConfig(
                new ForwardedForConfig(true, "X-Forwarded-For", List.of(), ForwardedForConfig.Mode.APPEND),
                List.of(),
                new LimitsConfig(8192, 16384, 128, 0, 0),
                ConnectionMode.KEEP_ALIVE,
                false,
                null,
                null,
                null);
        return new HttpListenerConfig(
                name,
                port,
                port,
                null,
                null,
                CLIENT_TIMEOUTS,
                http,
                HeadersConfig.NONE,
                AccessLogFormat.HAPROXY_HTTP,
                rules,
                defaultBackend);
    }

    public static BackendConfig tcpBackend(String name, ServerConfig... servers) {
        return tcpBackend(name, SERVER_TIMEOUTS, servers);
    }

    public static BackendConfig tcpBackend(String name, ServerTimeoutsConfig timeouts, ServerConfig... servers) {
        return new BackendConfig(
                name,
                BackendMode.TCP,
                BalanceConfig.DEFAULT,
                List.of(servers),
                PersistenceConfig.NONE,
                Defaults.RETRIES,
                timeouts,
                Defaults.CONNECTION,
                null);
    }

    public static BackendConfig httpBackend(String name, ServerConfig... servers) {
        return new BackendConfig(
                name,
                BackendMode.HTTP,
                BalanceConfig.DEFAULT,
                List.of(servers),
                PersistenceConfig.NONE,
                Defaults.RETRIES,
                SERVER_TIMEOUTS,
                Defaults.CONNECTION,
                null);
    }

    /** Servers s0, s1, … on these ports of 127.0.0.1, of weight 1. */
    public static ServerConfig[] servers(int... ports) {
        List<ServerConfig> servers = new ArrayList<>();
        for (int port : ports) {
            servers.add(new AddressServerConfig("s" + servers.size(), "127.0.0.1", port, ServerOptions.ofWeight(1)));
        }
        return servers.toArray(ServerConfig[]::new);
    }
}
