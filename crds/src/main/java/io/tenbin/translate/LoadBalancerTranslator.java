package io.tenbin.translate;

import io.tenbin.api.v1alpha1.DrainSpec;
import io.tenbin.api.v1alpha1.ListenerSpec;
import io.tenbin.api.v1alpha1.LoadBalancer;
import io.tenbin.api.v1alpha1.LoadBalancerServiceSpec;
import io.tenbin.api.v1alpha1.LoadBalancerSpec;
import io.tenbin.config.AclConfig;
import io.tenbin.config.DrainConfig;
import io.tenbin.config.ListenerConfig;
import io.tenbin.config.MaxConnectionsConfig;
import io.tenbin.config.ProxyConfig;
import io.tenbin.schema.Quoted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One LoadBalancer: its own fields, then the Backends that it refers to. */
final class LoadBalancerTranslator {
    private static final int RULES_IN_ALL = 10_000;

    private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");

    private final Resources resources;
    private final Findings findings = new Findings();
    private final Findings secretFindings = new Findings();
    private final SecretReferences secrets;

    private LoadBalancerTranslator(ObjectKey key, Resources resources, @Nullable ProxyConfig inForce) {
        this.resources = resources;
        this.secrets = new SecretReferences(key.namespace(), resources.secrets(), secretFindings).inForce(inForce);
    }

    static LoadBalancerTranslation translate(
            LoadBalancer loadBalancer, Resources resources, @Nullable ProxyConfig inForce) {
        return new LoadBalancerTranslator(ObjectKey.of(loadBalancer), resources, inForce).run(loadBalancer, inForce);
    }

    private LoadBalancerTranslation run(LoadBalancer loadBalancer, @Nullable ProxyConfig inForce) {
        Conformance.check(loadBalancer, "LoadBalancer", loadBalancer.getSpec(), findings);
        name(ObjectKey.of(loadBalancer).name());
        List<ListenerConfig> listeners = List.of();
        List<AclConfig> acls = List.of();
        List<Conditions.Reference> asked = List.of();
        DrainConfig drain = Defaults.DRAIN;
        @Nullable MaxConnectionsConfig maxConnections = null;
        if (findings.none()) {
            Conditions conditions = new Conditions(loadBalancer.getSpec().acls(), findings);
            listeners = listeners(loadBalancer.getSpec(), conditions);
            acls = conditions.configs();
            asked = conditions.references();
            drain = drain(loadBalancer.getSpec());
            maxConnections = maxConnections(loadBalancer.getSpec());
        }
        if (!findings.none()) {
            listeners = inForce == null ? List.of() : secrets.renewed(inForce.listeners());
            acls = inForce == null ? List.of() : inForce.acls();
            drain = inForce == null ? Defaults.DRAIN : inForce.drain();
            maxConnections = inForce == null || inForce.maxConnections() == null
                    ? null
                    : inForce.maxConnections().among(resources.proxies());
        }
        int sharing = maxConnections == null ? 1 : Math.max(1, maxConnections.sharedBy());
        BackendReferences backends =
                new BackendReferences(ObjectKey.of(loadBalancer), resources.withProxies(sharing), inForce);
        BackendLinks links = new BackendLinks(backends);
        List<ListenerConfig> linked = listeners.stream().map(links::link).toList();
        List<AclConfig> linkedAcls = acls.stream().map(links::link).toList();
        List<Problem> references = new ArrayList<>(backends.problems(loadBalancer.getSpec(), asked));
        String consequence = references.isEmpty() ? "Everything else is in force" : "What goes there is answered 503";
        references.addAll(secretFindings.problems());
        ProxyConfig config = new ProxyConfig(
                ObjectKey.of(loadBalancer).toString(), linked, linkedAcls, links.configs(), drain, maxConnections);
        return new LoadBalancerTranslation(
                config,
                Verdict.of(
                        Reason.ACCEPTED,
                        "The spec is valid",
                        findings.problems(),
                        inForce == null || inForce.listeners().isEmpty()
                                ? "There is no earlier version to keep: nothing listens"
                                : "The last valid version stays in force"),
                Verdict.of(
                        Reason.RESOLVED_REFS,
                        findings.none()
                                ? "All Backends exist"
                                : "Of what could be read of the spec, nothing is missing",
                        references,
                        consequence),
                backends.translations(),
                secrets(backends).only(config));
    }

    private SecretsTranslation secrets(BackendReferences backends) {
        return backends.translations().values().stream()
                .map(BackendTranslation::secrets)
                .reduce(secrets.result(), SecretsTranslation::and);
    }

    private void name(String name) {
        if (!name.isEmpty() && (name.length() > 56 || !NAME.matcher(name).matches())) {
            findings.invalid("metadata.name", Quoted.of(name) + " " + LoadBalancer.NAME_FORM);
        }
    }

    private List<ListenerConfig> listeners(LoadBalancerSpec spec, Conditions conditions) {
        service(spec.service());
        ports(spec.listeners());
        Settings settings = Settings.DEFAULT.with("spec", spec.http(), spec.timeouts(), spec.logging(), findings);
        ListenerTranslator translator = new ListenerTranslator(
                settings, new TlsTranslator(spec.tls(), secrets, findings), conditions, findings);
        List<ListenerConfig> configs = new ArrayList<>();
        for (int i = 0; i < spec.listeners().size(); i++) {
            configs.add(translator.translate(
                    "spec.listeners[" + i + "]", spec.listeners().get(i)));
        }
        int rules = spec.listeners().stream().mapToInt(l -> l.rules().size()).sum();
        if (rules > RULES_IN_ALL) {
            findings.invalid("spec.listeners", LoadBalancerSpec.RULES_IN_ALL + ", found " + rules);
        }
        return configs;
    }

    private void service(@Nullable LoadBalancerServiceSpec service) {
        String type = service == null || service.type() == null ? Defaults.SERVICE_TYPE : service.type();
        if (service != null && service.loadBalancerClass() != null && !type.equals("LoadBalancer")) {
            findings.invalid(
                    "spec.service.loadBalancerClass",
                    LoadBalancerServiceSpec.CLASS_NEEDS_TYPE + ", found type " + type);
        }
        if (service != null && service.externalTrafficPolicy() != null && type.equals("ClusterIP")) {
            findings.invalid(
                    "spec.service.externalTrafficPolicy",
                    LoadBalancerServiceSpec.POLICY_NEEDS_TYPE + ", found type " + type);
        }
    }

    /** No two listeners on one port, neither of the Service nor of the pod, and none on the pod's reserved one. */
    private void ports(List<ListenerSpec> listeners) {
        Map<Integer, ListenerSpec> byPort = new HashMap<>();
        Map<Integer, ListenerSpec> byBindPort = new HashMap<>();
        for (int i = 0; i < listeners.size(); i++) {
            ListenerSpec listener = listeners.get(i);
            String path = "spec.listeners[" + i + "]";
            ListenerSpec samePort = byPort.putIfAbsent(listener.port(), listener);
            int bindPort = ListenerTranslator.bindPort(listener);
            ListenerSpec sameBindPort = byBindPort.putIfAbsent(bindPort, listener);
            String field = listener.targetPort() == null ? ".port" : ".targetPort";
            if (samePort != null) {
                findings.add(
                        path + ".port",
                        Reason.PORT_CONFLICT,
                        listener.port() + " is the port of listener " + samePort.name() + " already; "
                                + LoadBalancerSpec.PORT_ONCE);
            } else if (bindPort == Defaults.ADMIN_PORT) {
                findings.add(
                        path + field,
                        Reason.PORT_CONFLICT,
                        bindPort + " is reserved in the pod; set targetPort to any other port");
            } else if (sameBindPort != null) {
                findings.add(
                        path + field,
                        Reason.PORT_CONFLICT,
                        "the proxy would bind " + bindPort + " for this listener and for listener "
                                + sameBindPort.name() + "; set targetPort of one of them to a port that is free");
            }
        }
    }

    private @Nullable MaxConnectionsConfig maxConnections(LoadBalancerSpec spec) {
        Integer total = spec.proxy() == null ? null : spec.proxy().maxConnections();
        SortedMap<String, Integer> ofListeners = new TreeMap<>();
        for (int i = 0; i < spec.listeners().size(); i++) {
            ListenerSpec listener = spec.listeners().get(i);
            Integer own = listener.maxConnections();
            if (own != null && total != null && own > total) {
                findings.invalid(
                        "spec.listeners[" + i + "].maxConnections",
                        own + " is more than the " + total + " of spec.proxy.maxConnections; "
                                + LoadBalancerSpec.LISTENER_WITHIN_PROXY);
            } else if (own != null) {
                ofListeners.put(listener.name(), own);
            }
        }
        boolean shared = spec.proxy() != null && "Total".equals(spec.proxy().maxConnectionsScope());
        return total == null && ofListeners.isEmpty() && !shared
                ? null
                : new MaxConnectionsConfig(total == null ? 0 : total, ofListeners, shared ? resources.proxies() : 0);
    }

    private DrainConfig drain(LoadBalancerSpec spec) {
        DrainSpec drain = spec.proxy() == null ? null : spec.proxy().drain();
        return drain == null
                ? Defaults.DRAIN
                : new DrainConfig(
                        findings.notNegative(
                                "spec.proxy.drain.minDuration", drain.minDuration(), Defaults.DRAIN.minDuration()),
                        findings.notNegative("spec.proxy.drain.timeout", drain.timeout(), Defaults.DRAIN.timeout()));
    }
}
