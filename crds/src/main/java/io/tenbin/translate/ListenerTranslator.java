package io.tenbin.translate;

import io.tenbin.api.v1alpha1.ListenerSpec;
import io.tenbin.api.v1alpha1.RuleSpec;
import io.tenbin.config.AccessLogFormat;
import io.tenbin.config.HttpListenerConfig;
import io.tenbin.config.ListenerConfig;
import io.tenbin.config.MatchConfig;
import io.tenbin.config.ProxyProtocol;
import io.tenbin.config.RuleConfig;
import io.tenbin.config.TcpListenerConfig;
import io.tenbin.config.TerminatedTlsConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One listener, as far as it speaks of itself: Backends are still the references that the user wrote. */
final class ListenerTranslator {
    private final Settings common;
    private final TlsTranslator tls;
    private final Conditions conditions;
    private final Findings findings;

    ListenerTranslator(Settings common, TlsTranslator tls, Conditions conditions, Findings findings) {
        this.tls = tls;
        this.common = common;
        this.conditions = conditions;
        this.findings = findings;
    }

    static int bindPort(ListenerSpec spec) {
        return spec.targetPort() == null ? Defaults.targetPort(spec.port()) : spec.targetPort();
    }

    private static @Nullable ProxyProtocol proxyProtocol(ListenerSpec spec) {
        return "Required".equals(spec.proxyProtocol()) ? ProxyProtocol.REQUIRED : null;
    }

    ListenerConfig translate(String path, ListenerSpec spec) {
        Settings settings = common.with(path, spec.http(), spec.timeouts(), spec.logging(), findings);
        return spec.relays() ? tcp(path, spec, settings) : http(path, spec, settings);
    }

    private ListenerConfig http(String path, ListenerSpec spec, Settings settings) {
        if (spec.rules().isEmpty() && spec.defaultBackend() == null) {
            findings.invalid(path, ListenerSpec.HTTP_NEEDS_BACKEND);
        }
        return new HttpListenerConfig(
                spec.name(),
                spec.port(),
                bindPort(spec),
                proxyProtocol(spec),
                tls.translate(path, spec) instanceof TerminatedTlsConfig terminated ? terminated : null,
                settings.timeouts(),
                spec.allowConnect() == null ? settings.http() : settings.http().withConnect(spec.allowConnect()),
                new HeaderTranslator(findings).translate(path, spec.requestHeaders(), spec.responseHeaders()),
                accessLog(settings, Defaults.HTTP_ACCESS_LOG),
                rules(path + ".rules", spec.rules()),
                spec.defaultBackend());
    }

    private ListenerConfig tcp(String path, ListenerSpec spec, Settings settings) {
        if (spec.http() != null) {
            findings.invalid(path + ".http", ListenerSpec.TCP_WITHOUT_HTTP);
        }
        if (spec.allowConnect() != null) {
            findings.invalid(path + ".allowConnect", ListenerSpec.TCP_WITHOUT_HTTP);
        }
        if (spec.requestHeaders() != null || spec.responseHeaders() != null) {
            findings.invalid(path, ListenerSpec.TCP_WITHOUT_HEADERS);
        }
        if (spec.defaultBackend() == null) {
            findings.invalid(path, ListenerSpec.TCP_NEEDS_BACKEND);
        }
        return new TcpListenerConfig(
                spec.name(),
                spec.port(),
                bindPort(spec),
                proxyProtocol(spec),
                tls.translate(path, spec),
                settings.timeouts(),
                accessLog(settings, Defaults.TCP_ACCESS_LOG),
                new TcpRuleTranslator(conditions, findings).translate(path + ".rules", spec.rules()),
                Objects.requireNonNullElse(spec.defaultBackend(), "-"));
    }

    private static AccessLogFormat accessLog(Settings settings, AccessLogFormat absent) {
        return settings.accessLog() == null ? absent : settings.accessLog();
    }

    private List<RuleConfig> rules(String path, List<RuleSpec> specs) {
        ActionTranslator actions = new ActionTranslator(findings);
        List<RuleConfig> rules = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            RuleSpec spec = specs.get(i);
            String at = path + "[" + i + "]";
            MatchConfig match = spec.match() == null
                    ? MatchConfig.EVERYTHING
                    : new MatchTranslator(at + ".match", findings).translate(spec.match());
            rules.add(new RuleConfig(match, conditions.of(at, spec), actions.translate(at, spec)));
        }
        return rules;
    }
}
