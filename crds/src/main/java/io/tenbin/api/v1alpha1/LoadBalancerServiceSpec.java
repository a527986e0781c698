package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The Service in front of the proxies. */
@Part
@ValidationRule(
        value = "!has(self.loadBalancerClass) || (has(self.type) && self.type == 'LoadBalancer')",
        message = LoadBalancerServiceSpec.CLASS_NEEDS_TYPE,
        fieldPath = ".loadBalancerClass")
@ValidationRule(
        value = "!has(self.externalTrafficPolicy) || (has(self.type) && self.type != 'ClusterIP')",
        message = LoadBalancerServiceSpec.POLICY_NEEDS_TYPE,
        fieldPath = ".externalTrafficPolicy")
public record LoadBalancerServiceSpec(
        @JsonPropertyDescription("Type of the Service. Default: ClusterIP.")
        @OneOf({"ClusterIP", "NodePort", "LoadBalancer"})
        @Nullable
        String type,

        @JsonPropertyDescription("Which implementation gives the address, with type LoadBalancer.")
        @Size(min = 1, max = 317)
        @Pattern("^[A-Za-z0-9]([-A-Za-z0-9_./]*[A-Za-z0-9])?$")
        @Nullable
        String loadBalancerClass,

        @JsonPropertyDescription(
                "With type NodePort or LoadBalancer: Local keeps the client's address and uses proxies of the same node only. Default: Cluster.")
        @OneOf({"Cluster", "Local"})
        @Nullable
        String externalTrafficPolicy) {
    /** Words of the rule on {@code loadBalancerClass}. */
    public static final String CLASS_NEEDS_TYPE = "is allowed with type LoadBalancer only";

    /** Words of the rule on {@code externalTrafficPolicy}. */
    public static final String POLICY_NEEDS_TYPE = "is allowed with type NodePort or LoadBalancer only";
}
