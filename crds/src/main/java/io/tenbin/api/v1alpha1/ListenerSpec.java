package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A port that clients connect to. */
@Part
@ValidationRule(
        value =
                "!(self.protocol in ['TCP', 'TLS']) || !has(self.rules) || !self.rules.exists(r, has(r.match) || has(r.respond) || has(r.redirect) || has(r.requestHeaders) || has(r.responseHeaders) || has(r.rewrite) || has(r.timeouts) || has(r.rateLimit) || has(r.mirror))",
        message = ListenerSpec.TCP_RULES,
        fieldPath = ".rules")
@ValidationRule(
        value = "self.protocol in ['TCP', 'TLS'] || !has(self.rules) || !self.rules.exists(r, has(r.reject))",
        message = ListenerSpec.REJECT_ON_TCP,
        fieldPath = ".rules")
@ValidationRule(
        value = "!(self.protocol in ['TCP', 'TLS']) || has(self.defaultBackend)",
        message = ListenerSpec.TCP_NEEDS_BACKEND)
@ValidationRule(
        value = "!(self.protocol in ['TCP', 'TLS']) || !has(self.http)",
        message = ListenerSpec.TCP_WITHOUT_HTTP,
        fieldPath = ".http")
@ValidationRule(
        value = "!(self.protocol in ['TCP', 'TLS']) || !has(self.allowConnect)",
        message = ListenerSpec.TCP_WITHOUT_HTTP,
        fieldPath = ".allowConnect")
@ValidationRule(
        value = "!(self.protocol in ['TCP', 'TLS']) || !(has(self.requestHeaders) || has(self.responseHeaders))",
        message = ListenerSpec.TCP_WITHOUT_HEADERS)
@ValidationRule(
        value =
                "self.protocol in ['TCP', 'TLS'] || has(self.defaultBackend) || (has(self.rules) && size(self.rules) > 0)",
        message = ListenerSpec.HTTP_NEEDS_BACKEND)
@ValidationRule(
        value = "has(self.tls) == (self.protocol in ['HTTPS', 'TLS'])",
        message = ListenerSpec.TLS_WITH_PROTOCOL,
        fieldPath = ".tls")
@ValidationRule(
        value = "self.protocol != 'HTTPS' || !has(self.tls) || !has(self.tls.mode) || self.tls.mode != 'Passthrough'",
        message = ListenerSpec.PASSTHROUGH_OF_TLS,
        fieldPath = ".tls")
public record ListenerSpec(
        @JsonPropertyDescription("Unique in the LoadBalancer.") @Required @LabelName
        String name,

        @JsonPropertyDescription("Port that clients use.") @Required @Min(1) @Max(65535)
        Integer port,

        @JsonPropertyDescription(
                "Port that the proxy binds. Default: the same as port, and port + 10000 for a port under 1024. 9901 is reserved.")
        @Min(1)
        @Max(65535)
        @Nullable
        Integer targetPort,

        @JsonPropertyDescription(
                "What is spoken: HTTP, HTTPS for HTTP in TLS, TCP for any bytes, or TLS for any bytes in TLS.")
        @Required
        @OneOf({"HTTP", "HTTPS", "TCP", "TLS"})
        String protocol,

        @JsonPropertyDescription("TLS with clients, field by field before that of the LoadBalancer.") @Nullable
        ListenerTlsSpec tls,

        @JsonPropertyDescription(
                "Required: each connection begins with a header of the PROXY protocol (version 1 or 2), which tells the client's address; without one it is closed. For listeners that only a load balancer in front can reach, since the header is believed. Default: None.")
        @OneOf({"None", "Required"})
        @Nullable
        String proxyProtocol,

        @JsonPropertyDescription(
                "For forward proxies behind an HTTP listener: CONNECT is sent on and becomes a tunnel, and absolute targets are sent on as such. Default: false, CONNECT is answered 405.")
        @Nullable
        Boolean allowConnect,

        @JsonPropertyDescription(
                "Connections of clients that the listener has at the same time in each proxy; not more than proxy.maxConnections. Default: no limit of its own.")
        @Min(1)
        @Max(10000000)
        @Nullable
        Integer maxConnections,

        @JsonPropertyDescription("HTTP settings of this listener, field by field before those of the LoadBalancer.")
        @Nullable
        HttpSpec http,

        @JsonPropertyDescription("Timeouts of this listener, field by field before those of the LoadBalancer.")
        @Nullable
        ClientTimeoutsSpec timeouts,

        @JsonPropertyDescription("Logging of this listener, field by field before that of the LoadBalancer.") @Nullable
        LoggingSpec logging,

        @JsonPropertyDescription("Changes of requests' fields, before the rules see them.") @Nullable
        HeaderRulesSpec requestHeaders,

        @JsonPropertyDescription("Changes of the fields of servers' answers, after those of the rule.") @Nullable
        HeaderRulesSpec responseHeaders,

        @JsonPropertyDescription("In order; the first that matches a request decides.")
        @ListType(ListType.Kind.ATOMIC)
        @Size(max = 10000)
        List<RuleSpec> rules,

        @JsonPropertyDescription(
                "Name of the Backend that gets what no rule matches. Without it, such a request is answered 503.")
        @BackendName
        @Nullable
        String defaultBackend) {
    public ListenerSpec {
        rules = Copies.of(rules);
    }

    /** Whether clients speak TLS. */
    public boolean speaksTls() {
        return "HTTPS".equals(protocol) || "TLS".equals(protocol);
    }

    /** Whether bytes are relayed, and no requests are read. */
    public boolean relays() {
        return "TCP".equals(protocol) || "TLS".equals(protocol);
    }

    /** Words of the rule on {@code tls}. */
    public static final String TLS_WITH_PROTOCOL = "is required with protocol HTTPS or TLS, and allowed with no other";

    /** Words of the rule on {@code tls.mode}. */
    public static final String PASSTHROUGH_OF_TLS = "Passthrough is allowed with protocol TLS only";

    /** What ACLs of a TCP listener's rules can look at. */
    public static final String OF_CONNECTIONS =
            "SourceAddress, SourcePort, DestinationAddress, DestinationPort and BackendServersUp";

    /** Words of the rule on {@code rules}. */
    public static final String TCP_RULES =
            "a TCP listener reads no requests; allowed in its rules are if and unless with " + OF_CONNECTIONS
                    + ", and backend, backends or reject";

    /** Words of the rule on {@code rules[].reject}. */
    public static final String REJECT_ON_TCP = "reject is allowed on a TCP listener only";

    /** Words of the rule on {@code defaultBackend}. */
    public static final String TCP_NEEDS_BACKEND = "a TCP listener needs defaultBackend";

    /** Words of the rule on {@code http}. */
    public static final String TCP_WITHOUT_HTTP = "is allowed on an HTTP listener only";

    /** Words of the rule on {@code requestHeaders} and {@code responseHeaders}. */
    public static final String TCP_WITHOUT_HEADERS =
            "requestHeaders and responseHeaders are allowed on an HTTP listener only";

    /** Words of the rule on HTTP listeners. */
    public static final String HTTP_NEEDS_BACKEND = "an HTTP listener needs rules or defaultBackend";
}
