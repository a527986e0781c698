package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where clients connect, and what becomes of each request. */
@Part
@ValidationRule(
        value = "self.listeners.all(l, self.listeners.exists_one(m, m.port == l.port))",
        message = LoadBalancerSpec.PORT_ONCE,
        fieldPath = ".listeners")
@ValidationRule(
        value = "self.listeners.map(l, has(l.rules) ? size(l.rules) : 0).sum() <= 10000",
        message = LoadBalancerSpec.RULES_IN_ALL,
        fieldPath = ".listeners")
@ValidationRule(
        value =
                "!has(self.proxy) || !has(self.proxy.maxConnections) || self.listeners.all(l, !has(l.maxConnections) || l.maxConnections <= self.proxy.maxConnections)",
        message = LoadBalancerSpec.LISTENER_WITHIN_PROXY,
        fieldPath = ".listeners")
public record LoadBalancerSpec(
        @JsonPropertyDescription("Proxy pods. Default: 2.") @Min(0) @Max(1000) @Default("2") @SpecReplicas @Nullable
        Integer replicas,

        @JsonPropertyDescription("How the proxy pods run.") @Nullable
        ProxySpec proxy,

        @JsonPropertyDescription("The Service in front of the proxies.") @Nullable
        LoadBalancerServiceSpec service,

        @JsonPropertyDescription("TLS of every listener that speaks it.") @Nullable
        TlsSpec tls,

        @JsonPropertyDescription("Settings of every HTTP listener.") @Nullable
        HttpSpec http,

        @JsonPropertyDescription("Timeouts of every listener.") @Nullable
        ClientTimeoutsSpec timeouts,

        @JsonPropertyDescription("Logging of every listener.") @Nullable
        LoggingSpec logging,

        @JsonPropertyDescription("Questions that rules ask by name in if and unless.")
        @ListType(ListType.Kind.ATOMIC)
        @Size(max = 1000)
        List<AclSpec> acls,

        @JsonPropertyDescription("Ports that clients connect to.")
        @Required
        @ListType(value = ListType.Kind.MAP, key = "name")
        @Size(min = 1, max = 32)
        List<ListenerSpec> listeners) {
    public LoadBalancerSpec {
        acls = Copies.of(acls);
        listeners = Copies.of(listeners);
    }

    /** Words of the rule on {@code listeners[].port}. */
    public static final String PORT_ONCE = "each port is allowed for one listener only";

    /** Words of the rule on {@code maxConnections}. */
    public static final String LISTENER_WITHIN_PROXY =
            "maxConnections of a listener must not be more than proxy.maxConnections";

    /** Words of the rule on the number of rules. */
    public static final String RULES_IN_ALL = "at most 10000 rules are allowed in all listeners together";
}
