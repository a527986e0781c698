package io.tenbin.translate;

import io.tenbin.api.v1alpha1.Backend;
import io.tenbin.api.v1alpha1.ListenerSpec;
import io.tenbin.api.v1alpha1.LoadBalancerSpec;
import io.tenbin.api.v1alpha1.RuleSpec;
import io.tenbin.api.v1alpha1.WeightedBackendSpec;
import io.tenbin.config.AclConfig;
import io.tenbin.config.BackendConfig;
import io.tenbin.config.BackendMode;
import io.tenbin.config.BalanceConfig;
import io.tenbin.config.HttpListenerConfig;
import io.tenbin.config.ListenerConfig;
import io.tenbin.config.MatcherConfig;
import io.tenbin.config.MirrorConfig;
import io.tenbin.config.PersistenceConfig;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.RuleAction;
import io.tenbin.config.RuleAction.WeightedBackend;
import io.tenbin.config.RuleConfig;
import io.tenbin.config.TcpListenerConfig;
import io.tenbin.config.TcpRuleAction;
import io.tenbin.config.TcpRuleConfig;
import io.tenbin.schema.Quoted;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * From the references in one LoadBalancer's listeners to Backends. A reference that leads nowhere becomes a Backend without
 * servers, which answers 503.
 */
final class BackendLinks {
    /** Ends the name of the Backend without servers that stands for one of the wrong mode; no resource can have it. */
    private static final String WRONG_MODE = ":mode-mismatch";

    private final ObjectKey loadBalancer;
    private final Resources resources;
    private final Map<String, BackendConfig> inForce = new HashMap<>();
    private final Map<ObjectKey, BackendTranslation> translations = new TreeMap<>();
    private final Map<String, Link> links = new HashMap<>();
    private final Map<String, BackendConfig> configs = new TreeMap<>();

    BackendLinks(ObjectKey loadBalancer, Resources resources, @Nullable ProxyConfig inForce) {
        this.loadBalancer = loadBalancer;
        this.resources = resources;
        if (inForce != null) {
            inForce.backends().forEach(backend -> this.inForce.put(backend.name(), backend));
        }
    }

    /** Where a reference leads; {@code reason} and {@code message} say why nowhere. */
    private record Link(BackendConfig config, @Nullable Reason reason, String message) {}

    /** The listener with names that {@link #configs} holds. */
    ListenerConfig link(ListenerConfig listener) {
        return switch (listener) {
            case HttpListenerConfig http ->
                new HttpListenerConfig(
                        http.name(),
                        http.port(),
                        http.bindPort(),
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

    Map<ObjectKey, BackendTranslation> translations() {
        return translations;
    }

    /**
     * The references of a spec that lead nowhere, with their paths.
     *
     * @param asked the Backends that ACLs ask about
     */
    List<Problem> problems(@Nullable LoadBalancerSpec spec, List<Conditions.Reference> asked) {
        Findings findings = new Findings();
        asked.forEach(reference -> check(reference.path(), false, reference.backend(), findings));
        List<ListenerSpec> listeners = spec == null ? List.of() : spec.listeners();
        for (int i = 0; i < listeners.size(); i++) {
            ListenerSpec listener = listeners.get(i);
            boolean http = !"TCP".equals(listener.protocol());
            String path = "spec.listeners[" + i + "]";
            for (int j = 0; j < listener.rules().size(); j++) {
                check(path + ".rules[" + j + "]", http, listener.rules().get(j), findings);
            }
            check(path + ".defaultBackend", http, listener.defaultBackend(), findings);
        }
        return findings.problems();
    }

    private void check(String path, boolean http, RuleSpec rule, Findings findings) {
        check(path + ".backend", http, rule.backend(), findings);
        check(
                path + ".mirror.backend",
                http,
                rule.mirror() == null ? null : rule.mirror().backend(),
                findings);
        List<WeightedBackendSpec> backends = rule.backends() == null ? List.of() : rule.backends();
        for (int i = 0; i < backends.size(); i++) {
            check(path + ".backends[" + i + "].name", http, backends.get(i).name(), findings);
        }
    }

    private void check(String path, boolean http, @Nullable String reference, Findings findings) {
        // A reference without a name is a matter of the spec's form, and has been reported.
        if (reference != null
                && !reference.substring(reference.indexOf('/') + 1).isBlank()) {
            Link link = resolve(http, reference);
            if (link.reason() != null) {
                findings.add(path, link.reason(), link.message());
            }
        }
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
        String reference = name.endsWith(WRONG_MODE) ? name.substring(0, name.length() - WRONG_MODE.length()) : name;
        BackendConfig config = resolve(http, reference).config();
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
        BackendConfig target = resolve(false, fallback).config();
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
            next = resolve(false, fallback).config();
        }
        return false;
    }

    private Link resolve(boolean http, String reference) {
        Link link = links.computeIfAbsent(reference, this::find);
        if (http && link.config().mode() == BackendMode.TCP) {
            return nowhere(
                    link.config().name() + WRONG_MODE,
                    Reason.MODE_MISMATCH,
                    "Backend " + Quoted.of(reference) + " has mode TCP; an HTTP listener needs a Backend of mode HTTP");
        }
        return link;
    }

    private Link find(String reference) {
        int slash = reference.indexOf('/');
        String name = reference.substring(slash + 1);
        if (slash >= 0 && !reference.substring(0, slash).equals(loadBalancer.namespace())) {
            return nowhere(
                    reference,
                    Reason.REF_NOT_PERMITTED,
                    Quoted.of(reference) + " is in another namespace; Backends of namespace " + loadBalancer.namespace()
                            + " are allowed");
        }
        ObjectKey key = new ObjectKey(loadBalancer.namespace(), name);
        Backend backend = resources.backends().get(key);
        if (backend == null) {
            return nowhere(
                    name,
                    Reason.BACKEND_NOT_FOUND,
                    resources.missing("Backend", key.namespace(), name, resources.backends()));
        }
        BackendTranslation translation = Translator.backend(backend, resources, inForce.get(name));
        translations.put(key, translation);
        BackendConfig config = translation.config();
        return config == null
                ? nowhere(
                        name,
                        Reason.BACKEND_NOT_ACCEPTED,
                        "Backend " + Quoted.of(name) + " is not valid, and there is no earlier version to keep: "
                                + translation.accepted().problems().getFirst())
                : new Link(config, null, "");
    }

    private static Link nowhere(String name, Reason reason, String message) {
        return new Link(
                new BackendConfig(
                        name,
                        BackendMode.HTTP,
                        BalanceConfig.DEFAULT,
                        List.of(),
                        PersistenceConfig.NONE,
                        Defaults.RETRIES,
                        Defaults.SERVER_TIMEOUTS,
                        Defaults.CONNECTION,
                        null),
                reason,
                message);
    }
}
