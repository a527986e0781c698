package io.tenbin.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of a request that a rule holds for. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RuleAction.Forward.class, name = "Forward"),
    @JsonSubTypes.Type(value = RuleAction.Respond.class, name = "Respond"),
    @JsonSubTypes.Type(value = RuleAction.Redirect.class, name = "Redirect")
})
public sealed interface RuleAction {

    /** The names of all Backends that this can send to. */
    Set<String> backendNames();

    /** The request goes to one Backend, and nothing else happens to it. */
    static Forward to(String backend) {
        return new Forward(List.of(new WeightedBackend(backend, 1)), HeadersConfig.NONE, null, null, null, null);
    }

    /**
     * The request goes to one of these, each in turn in proportion to its weight.
     *
     * @param backends at least one; if all weights are 0, the request is answered 503
     * @param headers what is changed of the request, after the listener's changes, and of its answer, before them
     * @param rewrite what is changed of the request's target
     * @param requestTimeout from the request's head to the end of the answer; null for no limit
     * @param rateLimit how many of one client are let through; null for all
     * @param mirror who gets copies; null for nobody
     */
    record Forward(
            List<WeightedBackend> backends,
            HeadersConfig headers,
            @Nullable RewriteConfig rewrite,
            @Nullable Duration requestTimeout,
            @Nullable RateLimitConfig rateLimit,
            @Nullable MirrorConfig mirror)
            implements RuleAction {
        public Forward {
            if (requestTimeout != null) {
                Check.positive("rule.timeouts.request", requestTimeout);
            }
            backends = Check.unique("rule.backends.name", backends, WeightedBackend::name);
            Check.range("rule.backends", backends.size(), 1, 16);
        }

        /** The same to other Backends. */
        public Forward with(List<WeightedBackend> others, @Nullable MirrorConfig otherMirror) {
            return new Forward(others, headers, rewrite, requestTimeout, rateLimit, otherMirror);
        }

        @Override
        public Set<String> backendNames() {
            Set<String> names = new LinkedHashSet<>();
            backends.forEach(backend -> names.add(backend.name()));
            if (mirror != null) {
                names.add(mirror.backend());
            }
            return names;
        }
    }

    /**
     * A Backend's share of the requests of a rule.
     *
     * @param name the Backend's
     * @param weight 0 to 256; at 0 it gets nothing
     */
    record WeightedBackend(String name, int weight) {
        public WeightedBackend {
            Check.notBlank("rule.backends.name", name);
            Check.range("rule.backends.weight", weight, 0, 256);
        }
    }

    /**
     * The proxy answers by itself (HAProxy's {@code http-request return}).
     *
     * @param status 200 to 599
     * @param headers all fields of the answer but those that delimit it
     * @param body sent in UTF-8; empty with 204, 205 and 304
     */
    record Respond(int status, List<HeaderConfig> headers, String body) implements RuleAction {
        public Respond {
            Check.range("rule.respond.status", status, 200, 599);
            headers = List.copyOf(headers);
            if (!body.isEmpty() && !mayHaveBody(status)) {
                throw new InvalidConfigException("rule.respond.body", body, "must be empty with status " + status);
            }
        }

        /** Whether answers of this status have content (RFC 9110, 15.3.5, 15.3.6 and 15.4.5). */
        public static boolean mayHaveBody(int status) {
            return status != 204 && status != 205 && status != 304;
        }

        @Override
        public Set<String> backendNames() {
            return Set.of();
        }
    }

    /**
     * The client is sent elsewhere (HAProxy's {@code http-request redirect}). What is null stays as the request has it, and so
     * does its query.
     *
     * @param scheme {@code http} or {@code https}
     * @param host without port; an IPv6 address in brackets
     * @param port 1 to 65535; null: that of the scheme if there is one, else the listener's
     * @param path begins with a slash
     * @param status 301, 302, 303, 307 or 308
     */
    record Redirect(
            @Nullable String scheme,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String path,
            int status) implements RuleAction {
        private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

        public Redirect {
            if (scheme == null && host == null && port == null && path == null) {
                throw new InvalidConfigException("rule.redirect", "", "must change something");
            }
            if (!STATUSES.contains(status)) {
                throw new InvalidConfigException("rule.redirect.status", status, "must be 301, 302, 303, 307 or 308");
            }
        }

        @Override
        public Set<String> backendNames() {
            return Set.of();
        }
    }
}
