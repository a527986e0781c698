package io.tenbin.translate;

import io.tenbin.config.AccessLogFormat;
import io.tenbin.config.ClientTimeoutsConfig;
import io.tenbin.config.CompressionConfig;
import io.tenbin.config.ConnectionConfig;
import io.tenbin.config.ConnectionMode;
import io.tenbin.config.DrainConfig;
import io.tenbin.config.ForwardedForConfig;
import io.tenbin.config.HttpConfig;
import io.tenbin.config.HttpProbe;
import io.tenbin.config.InitialState;
import io.tenbin.config.LimitsConfig;
import io.tenbin.config.OutlierConfig;
import io.tenbin.config.RetriesConfig;
import io.tenbin.config.RetriesConfig.Cause;
import io.tenbin.config.ReusePolicy;
import io.tenbin.config.ServerTimeoutsConfig;
import io.tenbin.config.StickOnConfig;
import io.tenbin.config.TlsVersion;
import java.time.Duration;
import java.util.List;

/** What holds where a resource says nothing. Nothing is written into a user's spec. */
public final class Defaults {
    /** {@code spec.replicas}, the only default that the schema applies too: the scale subresource needs it. */
    public static final int REPLICAS = 2;

    /** {@code spec.proxy.transport}. */
    public static final String TRANSPORT = "Auto";

    /** {@code spec.service.type}. */
    public static final String SERVICE_TYPE = "ClusterIP";

    /** {@code spec.proxy.drain}. */
    public static final DrainConfig DRAIN = new DrainConfig(Duration.ofSeconds(10), Duration.ofMinutes(5));

    /** {@code tls.profile}. */
    public static final String TLS_PROFILE = "Intermediate";

    /** {@code timeouts} of a LoadBalancer. */
    public static final ClientTimeoutsConfig CLIENT_TIMEOUTS = new ClientTimeoutsConfig(
            Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofHours(1));

    /** {@code http} of a LoadBalancer. */
    public static final HttpConfig HTTP = new HttpConfig(
            new ForwardedForConfig(true, "X-Forwarded-For", List.of(), ForwardedForConfig.Mode.APPEND),
            List.of(),
            new LimitsConfig(8 << 10, 16 << 10, 128, 0, 0),
            ConnectionMode.KEEP_ALIVE,
            false,
            null,
            null,
            null);

    /** {@code http.compression} where it is given. */
    static final CompressionConfig COMPRESSION = new CompressionConfig(
            List.of(CompressionConfig.Algorithm.GZIP),
            1 << 10,
            List.of(
                    "text/html",
                    "text/plain",
                    "text/css",
                    "text/javascript",
                    "text/xml",
                    "text/csv",
                    "text/markdown",
                    "application/javascript",
                    "application/json",
                    "application/ld+json",
                    "application/manifest+json",
                    "application/problem+json",
                    "application/xml",
                    "application/atom+xml",
                    "application/rss+xml",
                    "application/xhtml+xml",
                    "application/wasm",
                    "image/svg+xml"));

    /** {@code http.requestId.header}. */
    public static final String REQUEST_ID = "X-Request-Id";

    /** {@code http.errorPages[].contentType}. */
    public static final String ERROR_PAGE_CONTENT_TYPE = "text/html; charset=utf-8";

    /** {@code logging.access.format} on HTTP listeners. */
    public static final AccessLogFormat HTTP_ACCESS_LOG = AccessLogFormat.HAPROXY_HTTP;

    /** {@code logging.access.format} on TCP listeners. */
    public static final AccessLogFormat TCP_ACCESS_LOG = AccessLogFormat.HAPROXY_TCP;

    /** {@code mode} of a Backend. */
    public static final String MODE = "HTTP";

    /** {@code balance.algorithm} of a Backend. */
    public static final String ALGORITHM = "RoundRobin";

    /** {@code balance.algorithm} of a Backend with {@code persistence.stickOn}. */
    public static final String STICKY_ALGORITHM = "Source";

    /** {@code timeouts} of a Backend. */
    public static final ServerTimeoutsConfig SERVER_TIMEOUTS = new ServerTimeoutsConfig(
            Duration.ofSeconds(3), Duration.ofSeconds(30), Duration.ofHours(1), Duration.ofSeconds(3));

    /** {@code connection} of a Backend. */
    public static final ConnectionConfig CONNECTION =
            new ConnectionConfig(ConnectionMode.KEEP_ALIVE, ReusePolicy.SAFE, 0, null, null, null, null, null);

    /** {@code tls.minVersion} of a Backend. */
    public static final TlsVersion SERVER_TLS_VERSION = TlsVersion.TLS_1_2;

    /** {@code retries} of a Backend. */
    public static final RetriesConfig RETRIES = new RetriesConfig(
            3,
            new RetriesConfig.After(List.of(Cause.CONNECT_FAILURE, Cause.UNPROCESSED, Cause.EMPTY_RESPONSE), List.of()),
            -1,
            false,
            20,
            64 << 10);

    /** {@code balance.draws} of a Backend. */
    public static final int DRAWS = 2;

    /** {@code healthCheck} of a Backend, but for the type, which {@link HealthTranslator} knows. */
    static final CheckSettings HEALTH_CHECK = new CheckSettings(
            null,
            Duration.ofSeconds(2),
            null,
            null,
            null,
            3,
            2,
            InitialState.UP,
            new HttpProbe("GET", "/", null, List.of(new HttpProbe.StatusRange(200, 399))),
            null,
            false);

    /** {@code outlierDetection} of a Backend. */
    public static final OutlierConfig OUTLIERS = new OutlierConfig(5, Duration.ofSeconds(30), 50);

    /** {@code persistence.stickOn} of a Backend. */
    public static final StickOnConfig STICK_ON = new StickOnConfig(Duration.ofMinutes(30), 100_000);

    /** {@code servers[].weight} and {@code defaults.weight} of a Backend. */
    public static final int WEIGHT = 1;

    /** {@code rules[].rateLimit.per}. */
    public static final Duration RATE_PER = Duration.ofSeconds(1);

    /** {@code rules[].mirror.percent}. */
    public static final int MIRROR_PERCENT = 100;

    /** {@code rules[].redirect.status}. */
    public static final int REDIRECT_STATUS = 302;

    /** {@code rules[].respond.contentType} where there is a body. */
    public static final String RESPOND_CONTENT_TYPE = "text/plain; charset=utf-8";

    /** The port on which a proxy offers its health and what it has applied. No listener can bind it. */
    public static final int ADMIN_PORT = 9901;

    private Defaults() {}

    /** The port that a proxy binds for a listener that names none: unprivileged, and the same where that is possible. */
    public static int targetPort(int port) {
        return port < 1024 ? port + 10_000 : port;
    }
}
