package io.tenbin.translate;

import io.tenbin.api.v1alpha1.Backend;
import io.tenbin.api.v1alpha1.ListenerSpec;
import io.tenbin.api.v1alpha1.LoadBalancerSpec;
import io.tenbin.api.v1alpha1.RuleSpec;
import io.tenbin.api.v1alpha1.WeightedBackendSpec;
import io.tenbin.config.BackendConfig;
import io.tenbin.config.BackendMode;
import io.tenbin.config.BalanceConfig;
import io.tenbin.config.PersistenceConfig;
import io.tenbin.config.ProxyConfig;
import io.tenbin.schema.Quoted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where the references to Backends in one LoadBalancer lead. One that leads nowhere comes to a Backend without servers. */
final class BackendReferences {
    /** Ends the name of the Backend without servers that stands for one of the wrong mode; no resource can have it. */
    private static final String WRONG_MODE = ":mode-mismatch";

    private final ObjectKey loadBalancer;
    private final Resources resources;
    private final Map<String, BackendConfig> inForce = new HashMap<>();
    private final Map<ObjectKey, BackendTranslation> translations = new TreeMap<>();
    private final Map<String, Link> links = new HashMap<>();

    BackendReferences(ObjectKey loadBalancer, Resources resources, @Nullable ProxyConfig inForce) {
        this.loadBalancer = loadBalancer;
        this.resources = resources;
        if (inForce != null) {
            inForce.backends().forEach(backend -> this.inForce.put(backend.name(), backend));
        }
    }

    /** Where a reference leads; {@code reason} and {@code message} say why nowhere. */
    private record Link(BackendConfig config, @Nullable Reason reason, String message) {}

    /** The Backends that a reference has led to. */
    Map<ObjectKey, BackendTranslation> translations() {
        return translations;
    }

    /**
     * What a reference comes to, one of the configuration in force too.
     *
     * @param http whether it has to be of mode HTTP
     */
    BackendConfig config(boolean http, String reference) {
        String name = reference.endsWith(WRONG_MODE)
                ? reference.substring(0, reference.length() - WRONG_MODE.length())
                : reference;
        return resolve(http, name).config();
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
            boolean http = !listener.relays();
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
                    Resources.missing("Backend", key.namespace(), name, resources.backends()));
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
