package io.tenbin.translate;

import io.tenbin.config.AclConfig;
import io.tenbin.config.BackendConfig;
import io.tenbin.config.BackendMode;
import io.tenbin.config.HttpListenerConfig;
import io.tenbin.config.ListenerConfig;
import io.tenbin.config.MatcherConfig;
import io.tenbin.config.MirrorConfig;
import io.tenbin.config.RuleAction;
import io.tenbin.config.RuleAction.WeightedBackend;
import io.tenbin.config.RuleConfig;
import io.tenbin.config.TcpListenerConfig;
import io.tenbin.config.TcpRuleAction;
import io.tenbin.config.TcpRuleConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * From the references in one LoadBalancer's listeners to names of Backends in its configuration, which has all that it names: fallbacks
 * come along, and what stands for a reference that leads nowhere.
 */
final class BackendLinks {
    private final BackendReferences references;
    private final Map<String, BackendConfig> configs = new TreeMap<>();

    BackendLinks(BackendReferences references) {
        this.references = references;
    }

    /** The listener with names that {@link #configs} holds. */
    ListenerConfig link(ListenerConfig listener) {
        return switch (listener) {
            case HttpListenerConfig http ->
                new HttpListenerConfig(
                        http.name(),
                        http.port(),
                        http.bindPort(),
                        http.proxyProtocol(),
                        http.tls(),
                        http.timeouts(),
                        http.http(),
                        http.headers(),
                        http.accessLog(),
                        http.rules().stream()
                                .map(rule -> new RuleConfig(rule.match(), rule.condition(), use(rule.action())))
                                .toList(),
                        http.defaultBackend() == null ? null : use(true, http.defaultBackend()));
            case TcpListenerConfig tcp ->
                new TcpListenerConfig(
                        tcp.name(),
                        tcp.port(),
                        tcp.bindPort(),
                        tcp.proxyProtocol(),
                        tcp.tls(),
                        tcp.timeouts(),
                        tcp.accessLog(),
                        tcp.rules().stream()
                                .map(rule -> new TcpRuleConfig(rule.condition(), use(rule.action())))
                                .toList(),
                        use(false, tcp.backend()));
        };
    }

    /** The ACL with names that {@link #configs} holds. How many servers are up can be asked of a Backend of any mode. */
    AclConfig link(AclConfig acl) {
        return new AclConfig(
                acl.name(),
                acl.matchers().stream()
                        .map(matcher -> matcher instanceof MatcherConfig.ServersUp servers
                                ? new MatcherConfig.ServersUp(use(false, servers.backend()), servers.ranges())
                                : matcher)
                        .toList());
    }

    /** Every Backend that a linked listener or ACL refers to, by name. */
    List<BackendConfig> configs() {
        return List.copyOf(configs.values());
    }

    private RuleAction use(RuleAction action) {
        return switch (action) {
            case RuleAction.Forward forward -> forward.with(use(true, forward.backends()), use(forward.mirror()));
            case RuleAction.Respond respond -> respond;
            case RuleAction.Redirect redirect -> redirect;
        };
    }

    private TcpRuleAction use(TcpRuleAction action) {
        return switch (action) {
            case TcpRuleAction.Forward forward -> new TcpRuleAction.Forward(use(false, forward.backends()));
            case TcpRuleAction.Reject reject -> reject;
        };
    }

    private @Nullable MirrorConfig use(@Nullable MirrorConfig mirror) {
        return mirror == null ? null : new MirrorConfig(use(true, mirror.backend()), mirror.percent());
    }

    private List<WeightedBackend> use(boolean http, List<WeightedBackend> shares) {
        return shares.stream()
                .map(share -> new WeightedBackend(use(http, share.name()), share.weight()))
                .toList();
    }

    private String use(boolean http, String name) {
        BackendConfig config = references.config(http, name);
        if (configs.putIfAbsent(config.name(), config) == null) {
            follow(config);
        }
        return config.name();
    }

    /** The fallback comes along. That of a version in force may have changed since, and must not lead astray. */
    private void follow(BackendConfig config) {
        String fallback = config.balance().fallback();
        if (fallback == null) {
            return;
        }
        BackendConfig target = references.config(false, fallback);
        boolean wrongMode = config.mode() == BackendMode.HTTP && target.mode() == BackendMode.TCP;
        if (wrongMode || leadsBack(config.name(), target)) {
            configs.put(config.name(), config.with(config.balance().withoutFallback()));
        } else if (configs.putIfAbsent(target.name(), target) == null) {
            follow(target);
        }
    }

    private boolean leadsBack(String name, BackendConfig from) {
        Set<String> seen = new HashSet<>();
        BackendConfig next = from;
        while (seen.add(next.name())) {
            if (next.name().equals(name)) {
                return true;
            }
            String fallback = next.balance().fallback();
            if (fallback == null) {
                return false;
            }
            next = references.config(false, fallback);
        }
        return false;
    }
}
