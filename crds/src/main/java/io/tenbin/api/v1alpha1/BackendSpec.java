package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where requests go, and by which policy. */
@Part
@ValidationRule(
        value = "!has(self.mode) || self.mode != 'TCP' || !has(self.balance) || !has(self.balance.algorithm) || "
                + "!(self.balance.algorithm in ['URI', 'Header', 'QueryParameter', 'Cookie'])",
        message = BackendSpec.ALGORITHM_NEEDS_HTTP)
@ValidationRule(
        value = "!has(self.slowStart) || !has(self.balance) || !has(self.balance.algorithm) || "
                + "self.balance.algorithm in ['RoundRobin', 'LeastConnections', 'Random', 'PeakEWMA']",
        message = BackendSpec.SLOW_START_NEEDS_ALGORITHM)
@ValidationRule(
        value =
                "!has(self.persistence) || !has(self.persistence.stickOn) || "
                        + "(!has(self.slowStart) && (!has(self.balance) || "
                        + "((!has(self.balance.algorithm) || self.balance.algorithm == 'Source') && "
                        + "(!has(self.balance.hash) || !has(self.balance.hash.type) || self.balance.hash.type == 'Consistent'))))",
        message = BackendSpec.STICK_ON_NEEDS_SOURCE)
@ValidationRule(
        value = "!has(self.mode) || self.mode != 'TCP' || !(has(self.requestHeaders) || has(self.responseHeaders))",
        message = BackendSpec.HEADERS_WITH_HTTP)
@ValidationRule(
        value = "!has(self.mode) || self.mode != 'TCP' || !has(self.persistence) || !has(self.persistence.cookie)",
        message = BackendSpec.COOKIE_WITH_HTTP,
        fieldPath = ".persistence.cookie")
@ValidationRule(
        value =
                "(has(self.persistence) && has(self.persistence.cookie)) || !has(self.servers) || self.servers.all(s, !has(s.cookie))",
        message = BackendSpec.VALUE_WITH_COOKIE,
        fieldPath = ".servers")
@ValidationRule(
        value = "!has(self.mode) || self.mode != 'TCP' || !has(self.protocol)",
        message = BackendSpec.PROTOCOL_WITH_HTTP,
        fieldPath = ".protocol")
@ValidationRule(
        value =
                "!has(self.tls) || !has(self.tls.enabled) || !self.tls.enabled || (has(self.tls.verify) && self.tls.verify == 'None') || "
                        + "has(self.tls.verifyHost) || has(self.tls.sni) || !has(self.servers) || "
                        + "self.servers.all(s, has(s.address) && !s.address.contains(':') && s.address.matches('[A-Za-z]'))",
        message = BackendSpec.VERIFY_NEEDS_NAME,
        fieldPath = ".tls")
public record BackendSpec(
        @JsonPropertyDescription("What is spoken to the servers. Default: HTTP.") @OneOf({"HTTP", "TCP"}) @Nullable
        String mode,

        @JsonPropertyDescription(
                "Which version of HTTP is spoken to the servers: HTTP1, HTTP2 (also for gRPC; over TLS the server has to choose it by ALPN, without TLS it has to know), or Auto (over TLS HTTP/2 where the server chooses it, else HTTP/1.1). Mode HTTP. Default: HTTP1.")
        @OneOf({"HTTP1", "HTTP2", "Auto"})
        @Nullable
        String protocol,

        @JsonPropertyDescription("How an endpoint is chosen.") @Nullable
        BalanceSpec balance,

        @JsonPropertyDescription(
                "Services and fixed addresses, mixed freely. Without any, every request is answered 503.")
        @ListType(value = ListType.Kind.MAP, key = "name")
        @Size(max = 1000)
        List<ServerSpec> servers,

        @JsonPropertyDescription("What a server has that says nothing else.") @Nullable
        ServerDefaultsSpec defaults,

        @JsonPropertyDescription(
                "Use all backups together while no other server can be used; else only the first. Default: false.")
        @Nullable
        Boolean allBackups,

        @JsonPropertyDescription(
                "Where new work goes while no server, backup or not, can take any. Without it the answer is 503 then.")
        @Nullable
        FallbackSpec fallback,

        @JsonPropertyDescription("What holds for single pods of its Services instead of what their servers say.")
        @ListType(value = ListType.Kind.MAP, key = "pod")
        @Size(max = 1000)
        List<EndpointOverrideSpec> endpointOverrides,

        @JsonPropertyDescription(
                "How long the weight of an endpoint grows, from a sixteenth until it is whole, after it came up or "
                        + "appeared beside others. Needs algorithm RoundRobin, LeastConnections, Random or PeakEWMA. Default: not at all.")
        @DurationString
        @Nullable
        String slowStart,

        @JsonPropertyDescription("What keeps a client at its server.") @Nullable
        PersistenceSpec persistence,

        @JsonPropertyDescription(
                "How servers are checked; a server may say otherwise, field by field. Default: fixed addresses by TCP, Services not at all, since their endpoints are known to be ready.")
        @Nullable
        HealthCheckSpec healthCheck,

        @JsonPropertyDescription(
                "When live traffic takes an endpoint out for a while. Default: endpoints of Services as described, fixed addresses never; if given, both.")
        @Nullable
        OutlierDetectionSpec outlierDetection,

        @JsonPropertyDescription("When a request is tried elsewhere.") @Nullable
        RetriesSpec retries,

        @JsonPropertyDescription("How long a server may take.") @Nullable
        ServerTimeoutsSpec timeouts,

        @JsonPropertyDescription("How connections to servers are used.") @Nullable
        ConnectionSpec connection,

        @JsonPropertyDescription("How connections to servers are protected. Default: not at all.") @Nullable
        ServerTlsSpec tls,

        @JsonPropertyDescription("Changes of the fields of its requests, after those of the rule. Mode HTTP.") @Nullable
        HeaderRulesSpec requestHeaders,

        @JsonPropertyDescription("Changes of the fields of its servers' answers, before those of the rule. Mode HTTP.")
        @Nullable
        HeaderRulesSpec responseHeaders,

        @JsonPropertyDescription(
                "The header of the PROXY protocol with which each connection to a server begins, and which tells who the client is. A connection then serves one client only; checks that go to the port of the work begin with it too. Default: None.")
        @OneOf({"None", "V1", "V2"})
        @Nullable
        String sendProxyProtocol) {
    /** Words of the rule on {@code mode} and {@code balance.algorithm}. */
    public static final String ALGORITHM_NEEDS_HTTP =
            "algorithm URI, Header, QueryParameter or Cookie needs mode HTTP; of a TCP connection only Source is known";

    /** Words of the rule on {@code slowStart} and {@code balance.algorithm}. */
    public static final String SLOW_START_NEEDS_ALGORITHM =
            "slowStart needs algorithm RoundRobin, LeastConnections, Random or PeakEWMA";

    public BackendSpec {
        servers = Copies.of(servers);
        endpointOverrides = Copies.of(endpointOverrides);
    }

    /** Words of the rule on {@code persistence.stickOn}. */
    public static final String STICK_ON_NEEDS_SOURCE =
            "persistence.stickOn needs algorithm Source with hash type Consistent, its defaults, and no slowStart: "
                    + "all proxies have to lead a newcomer to the same server";

    /** Words of the rule on {@code persistence.cookie}. */
    public static final String COOKIE_WITH_HTTP = "is allowed with mode HTTP only";

    /** Words of the rule on {@code protocol}. */
    public static final String PROTOCOL_WITH_HTTP = "is allowed with mode HTTP only";

    /** Words of the rule on {@code requestHeaders} and {@code responseHeaders}. */
    public static final String HEADERS_WITH_HTTP = "requestHeaders and responseHeaders are allowed with mode HTTP only";

    /** Words of the rule on {@code tls.verifyHost}. */
    public static final String VERIFY_NEEDS_NAME =
            "verify Required needs verifyHost or sni, unless every server has a DNS name as its address: "
                    + "without a name any certificate of the authority would do";

    /** Words of the rule on {@code servers[].cookie}. */
    public static final String VALUE_WITH_COOKIE = "a server's cookie is allowed together with persistence.cookie only";
}
