package io.tenbin.translate;

import io.tenbin.api.v1alpha1.ListenerSpec;
import io.tenbin.api.v1alpha1.MatchSpec;
import io.tenbin.api.v1alpha1.RuleSpec;
import io.tenbin.config.AccessLogFormat;
import io.tenbin.config.HttpListenerConfig;
import io.tenbin.config.ListenerConfig;
import io.tenbin.config.MatchConfig;
import io.tenbin.config.MatchConfig.HeaderMatch;
import io.tenbin.config.MatchConfig.PathMatch;
import io.tenbin.config.MatchConfig.PathType;
import io.tenbin.config.RuleAction;
import io.tenbin.config.RuleConfig;
import io.tenbin.config.TcpListenerConfig;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One listener, as far as it speaks of itself: Backends are still the references that the user wrote. */
final class ListenerTranslator {
    private static final MatchConfig EVERYTHING = new MatchConfig(List.of(), List.of(), List.of(), List.of());

    private final Settings common;
    private final Findings findings;

    ListenerTranslator(Settings common, Findings findings) {
        this.common = common;
        this.findings = findings;
    }

    static int bindPort(ListenerSpec spec) {
        return spec.targetPort() == null ? Defaults.targetPort(spec.port()) : spec.targetPort();
    }

    ListenerConfig translate(String path, ListenerSpec spec) {
        Settings settings = common.with(path, spec.http(), spec.timeouts(), spec.logging(), findings);
        return spec.protocol().equals("TCP") ? tcp(path, spec, settings) : http(path, spec, settings);
    }

    private ListenerConfig http(String path, ListenerSpec spec, Settings settings) {
        if (spec.rules().isEmpty() && spec.defaultBackend() == null) {
            findings.invalid(path, ListenerSpec.HTTP_NEEDS_BACKEND);
        }
        return new HttpListenerConfig(
                spec.name(),
                spec.port(),
                bindPort(spec),
                settings.timeouts(),
                spec.allowConnect() == null ? settings.http() : settings.http().withConnect(spec.allowConnect()),
                accessLog(settings, Defaults.HTTP_ACCESS_LOG),
                spec.rules().stream().map(ListenerTranslator::rule).toList(),
                spec.defaultBackend());
    }

    private ListenerConfig tcp(String path, ListenerSpec spec, Settings settings) {
        if (!spec.rules().isEmpty()) {
            findings.invalid(path + ".rules", ListenerSpec.TCP_WITHOUT_RULES);
        }
        if (spec.http() != null) {
            findings.invalid(path + ".http", ListenerSpec.TCP_WITHOUT_HTTP);
        }
        if (spec.allowConnect() != null) {
            findings.invalid(path + ".allowConnect", ListenerSpec.TCP_WITHOUT_HTTP);
        }
        if (spec.defaultBackend() == null) {
            findings.invalid(path, ListenerSpec.TCP_NEEDS_BACKEND);
        }
        return new TcpListenerConfig(
                spec.name(),
                spec.port(),
                bindPort(spec),
                settings.timeouts(),
                accessLog(settings, Defaults.TCP_ACCESS_LOG),
                Objects.requireNonNullElse(spec.defaultBackend(), "-"));
    }

    private static AccessLogFormat accessLog(Settings settings, AccessLogFormat absent) {
        return settings.accessLog() == null ? absent : settings.accessLog();
    }

    private static RuleConfig rule(RuleSpec spec) {
        return new RuleConfig(match(spec.match()), RuleAction.to(spec.backend()));
    }

    private static MatchConfig match(@Nullable MatchSpec spec) {
        return spec == null
                ? EVERYTHING
                : new MatchConfig(
                        spec.hosts(),
                        spec.paths().stream()
                                .map(path -> new PathMatch(
                                        path.type().equals("Exact") ? PathType.EXACT : PathType.PREFIX, path.value()))
                                .toList(),
                        spec.methods(),
                        spec.headers().stream()
                                .map(header -> new HeaderMatch(header.name(), header.value()))
                                .toList());
    }
}
