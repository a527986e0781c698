package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Where requests go: a Service, or a fixed address. */
@Part
@ValidationRule(value = "has(self.service) != has(self.address)", message = ServerSpec.SERVICE_OR_ADDRESS)
@ValidationRule(value = "has(self.address) == has(self.port)", message = ServerSpec.ADDRESS_AND_PORT)
@ValidationRule(
        value = "!has(self.cookie) || has(self.address)",
        message = ServerSpec.COOKIE_WITH_ADDRESS,
        fieldPath = ".cookie")
public record ServerSpec(
        @JsonPropertyDescription("Unique in the Backend; named in the access log.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern("^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$")
        String name,

        @JsonPropertyDescription("A Service, whose endpoints are discovered.") @Nullable
        ServiceReference service,

        @JsonPropertyDescription("An IP address or a DNS name.")
        @Size(min = 1, max = 253)
        @Pattern("^[0-9A-Za-z:][0-9A-Za-z.:_-]*$")
        @Nullable
        String address,

        @JsonPropertyDescription("Port at the address.") @Min(1) @Max(65535) @Nullable
        Integer port,

        @JsonPropertyDescription(
                "Share of the traffic, for a Service of each endpoint; 0 gets no new work, but what sticks to it stays. Default: 1, or defaults.weight.")
        @Min(0)
        @Max(256)
        @Nullable
        Integer weight,

        @JsonPropertyDescription(
                "Gets work only while no server without this can; then the first such server alone, or all with allBackups."
                        + " What sticks to it goes there at any time. Default: false.")
        @Nullable
        Boolean backup,

        @JsonPropertyDescription(
                "Ready: takes work. Drain: no new work, but what sticks to the server still goes there. "
                        + "Maint: nothing. Work under way is never cut. Default: Ready.")
        @OneOf({"Ready", "Drain", "Maint"})
        @Nullable
        String state,

        @JsonPropertyDescription(
                "Value of persistence.cookie that means this server. Clients see it. Several servers may have the same: the first that can take the request does. A server without one takes the cookie away.")
        @Size(min = 1, max = 64)
        @Pattern("^[!#$%&'()*+./:<=>?@A-Z\\[\\]^_`a-z{}0-9-]+$")
        @Nullable
        String cookie,

        @JsonPropertyDescription(
                "HTTP requests, or TCP connections, that the server has at the same time from each proxy, for a Service each endpoint; 0 for no limit. Who comes when all are taken waits, up to timeouts.queue. Default: 0, or defaults.maxConnections.")
        @Min(0)
        @Max(1000000)
        @Nullable
        Integer maxConnections,

        @JsonPropertyDescription("How this server is checked, where it is otherwise than the Backend says.") @Nullable
        HealthCheckSpec healthCheck) {
    /** Words of the rule on {@code service} and {@code address}. */
    public static final String SERVICE_OR_ADDRESS = "exactly one of service and address is needed";

    /** Words of the rule on {@code address} and {@code port}. */
    public static final String ADDRESS_AND_PORT =
            "address and port are allowed together only; the port of a Service is service.port";

    /** Words of the rule on {@code cookie}. */
    public static final String COOKIE_WITH_ADDRESS =
            "is allowed with address only; the endpoints of a Service have opaque values";
}
