package io.tenbin.translate;

import io.tenbin.api.v1alpha1.ClientTimeoutsSpec;
import io.tenbin.api.v1alpha1.CompressionSpec;
import io.tenbin.api.v1alpha1.ErrorPageSpec;
import io.tenbin.api.v1alpha1.ForwardedForSpec;
import io.tenbin.api.v1alpha1.HttpSpec;
import io.tenbin.api.v1alpha1.LimitsSpec;
import io.tenbin.api.v1alpha1.LoggingSpec;
import io.tenbin.api.v1alpha1.RequestIdSpec;
import io.tenbin.config.AccessLogFormat;
import io.tenbin.config.Cidr;
import io.tenbin.config.ClientTimeoutsConfig;
import io.tenbin.config.CompressionConfig;
import io.tenbin.config.ConnectionMode;
import io.tenbin.config.ErrorPagesConfig;
import io.tenbin.config.ForwardedForConfig;
import io.tenbin.config.HttpConfig;
import io.tenbin.config.HttpVersion;
import io.tenbin.config.InvalidConfigException;
import io.tenbin.config.LimitsConfig;
import io.tenbin.config.SendProxyProtocol;
import io.tenbin.schema.Quoted;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a LoadBalancer says for all listeners and a listener for itself, merged field by field.
 *
 * @param http settings of HTTP listeners
 * @param timeouts of clients
 * @param accessLog null for the protocol's own default
 */
record Settings(
        HttpConfig http,
        ClientTimeoutsConfig timeouts,
        @Nullable AccessLogFormat accessLog) {
    static final Settings DEFAULT = new Settings(Defaults.HTTP, Defaults.CLIENT_TIMEOUTS, null);

    private static final long MIN_BYTES = 64;
    private static final long MAX_BYTES = 1 << 20;

    /** These settings with what the parts of a resource at {@code path} say otherwise. */
    Settings with(
            String path,
            @Nullable HttpSpec httpSpec,
            @Nullable ClientTimeoutsSpec timeoutsSpec,
            @Nullable LoggingSpec logging,
            Findings findings) {
        return new Settings(
                httpSpec == null ? http : http(path + ".http", httpSpec, findings),
                timeoutsSpec == null ? timeouts : timeouts(path + ".timeouts", timeoutsSpec, findings),
                accessLog(logging));
    }

    private HttpConfig http(String path, HttpSpec spec, Findings findings) {
        ForwardedForSpec forwardedFor = spec.forwardedFor();
        LimitsSpec limits = spec.limits();
        ForwardedForConfig forwarded = forwardedFor == null
                ? http.forwardedFor()
                : forwardedFor(path + ".forwardedFor", forwardedFor, findings);
        return new HttpConfig(
                forwarded,
                cidrs(path + ".trustedProxies", spec.trustedProxies(), http.trustedProxies(), findings),
                limits == null ? http.limits() : limits(path + ".limits", limits, findings),
                connectionMode(spec.connectionMode(), http.connectionMode()),
                http.allowConnect(),
                spec.requestId() == null
                        ? http.requestId()
                        : requestId(path + ".requestId.header", spec.requestId(), forwarded, findings),
                errorPages(path + ".errorPages", spec.errorPages(), findings),
                spec.compression() == null
                        ? http.compression()
                        : compression(path + ".compression", spec.compression(), findings));
    }

    /** Null if it is turned off. */
    private @Nullable CompressionConfig compression(String path, CompressionSpec spec, Findings findings) {
        CompressionConfig base = http.compression() == null ? Defaults.COMPRESSION : http.compression();
        if (spec.algorithms() != null && spec.algorithms().isEmpty()) {
            return null;
        }
        return new CompressionConfig(
                spec.algorithms() == null
                        ? base.algorithms()
                        : spec.algorithms().stream()
                                .map(word -> word.equals("deflate")
                                        ? CompressionConfig.Algorithm.DEFLATE
                                        : CompressionConfig.Algorithm.GZIP)
                                .toList(),
                findings.size(path + ".minSize", spec.minSize(), 0, Integer.MAX_VALUE, base.minSize()),
                spec.types() == null ? base.types() : spec.types());
    }

    private static String requestId(
            String path, RequestIdSpec spec, ForwardedForConfig forwardedFor, Findings findings) {
        String header = spec.header() == null ? Defaults.REQUEST_ID : spec.header();
        HeaderTranslator headers = new HeaderTranslator(findings);
        headers.name(path, header);
        headers.notHost(path, header);
        headers.notTaken(path, header, forwardedFor.header());
        return header;
    }

    /** A listener's own pages, and those of the LoadBalancer for other statuses. */
    private @Nullable ErrorPagesConfig errorPages(String path, List<ErrorPageSpec> specs, Findings findings) {
        Map<Integer, ErrorPagesConfig.Page> pages = new TreeMap<>();
        if (http.errorPages() != null) {
            http.errorPages().pages().forEach(page -> pages.put(page.status(), page));
        }
        for (int i = 0; i < specs.size(); i++) {
            ErrorPageSpec spec = specs.get(i);
            if (!ErrorPagesConfig.STATUSES.contains(spec.status())) {
                findings.invalid(path + "[" + i + "].status", ErrorPageSpec.STATUSES + ", found " + spec.status());
                continue;
            }
            String type = spec.contentType() == null ? Defaults.ERROR_PAGE_CONTENT_TYPE : spec.contentType();
            pages.put(spec.status(), new ErrorPagesConfig.Page(spec.status(), type, spec.body()));
        }
        return pages.isEmpty() ? null : new ErrorPagesConfig(List.copyOf(pages.values()));
    }

    static ConnectionMode connectionMode(@Nullable String word, ConnectionMode absent) {
        return word == null
                ? absent
                : switch (word) {
                    case "ServerClose" -> ConnectionMode.SERVER_CLOSE;
                    case "Close" -> ConnectionMode.CLOSE;
                    default -> ConnectionMode.KEEP_ALIVE;
                };
    }

    /** Null for none. */
    static @Nullable SendProxyProtocol sendProxyProtocol(@Nullable String word) {
        return switch (word) {
            case "V1" -> SendProxyProtocol.V1;
            case "V2" -> SendProxyProtocol.V2;
            case null, default -> null;
        };
    }

    /** Null for HTTP/1.1. */
    static @Nullable HttpVersion httpVersion(@Nullable String word) {
        return switch (word) {
            case "HTTP2" -> HttpVersion.HTTP_2;
            case "Auto" -> HttpVersion.AUTO;
            case null, default -> null;
        };
    }

    private ForwardedForConfig forwardedFor(String path, ForwardedForSpec spec, Findings findings) {
        ForwardedForConfig base = http.forwardedFor();
        if (spec.header() != null) {
            HeaderTranslator headers = new HeaderTranslator(findings);
            headers.name(path + ".header", spec.header());
            headers.notHost(path + ".header", spec.header());
        }
        return new ForwardedForConfig(
                spec.enabled() == null ? base.enabled() : spec.enabled(),
                spec.header() == null ? base.header() : spec.header(),
                cidrs(path + ".except", spec.except(), base.except(), findings),
                spec.mode() == null
                        ? base.mode()
                        : switch (spec.mode()) {
                            case "IfNone" -> ForwardedForConfig.Mode.IF_NONE;
                            case "Replace" -> ForwardedForConfig.Mode.REPLACE;
                            default -> ForwardedForConfig.Mode.APPEND;
                        });
    }

    private LimitsConfig limits(String path, LimitsSpec spec, Findings findings) {
        LimitsConfig base = http.limits();
        return new LimitsConfig(
                (int) findings.size(
                        path + ".requestLine", spec.requestLine(), MIN_BYTES, MAX_BYTES, base.requestLine()),
                (int) findings.size(path + ".headers", spec.headers(), MIN_BYTES, MAX_BYTES, base.headers()),
                spec.headerCount() == null ? base.headerCount() : spec.headerCount(),
                findings.size(path + ".body", spec.body(), 1, Long.MAX_VALUE, base.body()),
                spec.requestsPerConnection() == null ? base.requestsPerConnection() : spec.requestsPerConnection());
    }

    private ClientTimeoutsConfig timeouts(String path, ClientTimeoutsSpec spec, Findings findings) {
        return new ClientTimeoutsConfig(
                findings.positive(path + ".client", spec.client(), timeouts.client()),
                findings.positive(path + ".httpRequest", spec.httpRequest(), timeouts.httpRequest()),
                findings.positive(path + ".httpKeepAlive", spec.httpKeepAlive(), timeouts.httpKeepAlive()),
                findings.positive(path + ".tunnel", spec.tunnel(), timeouts.tunnel()));
    }

    private @Nullable AccessLogFormat accessLog(@Nullable LoggingSpec logging) {
        String format = logging == null || logging.access() == null
                ? null
                : logging.access().format();
        return format == null
                ? accessLog
                : switch (format) {
                    case "HAProxyTCP" -> AccessLogFormat.HAPROXY_TCP;
                    case "None" -> AccessLogFormat.NONE;
                    default -> AccessLogFormat.HAPROXY_HTTP;
                };
    }

    private static List<Cidr> cidrs(String path, @Nullable List<String> texts, List<Cidr> absent, Findings findings) {
        if (texts == null) {
            return absent;
        }
        Set<Cidr> cidrs = new LinkedHashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            try {
                cidrs.add(Cidr.parse(texts.get(i)));
            } catch (InvalidConfigException e) {
                findings.invalid(
                        path + "[" + i + "]",
                        Quoted.of(texts.get(i))
                                + " is neither an IP address nor a network such as 10.0.0.0/8 or 2001:db8::/32");
            }
        }
        return new ArrayList<>(cidrs);
    }
}
