package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One routing decision. */
@Part
@ValidationRule(
        value =
                "(has(self.backend) ? 1 : 0) + (has(self.backends) ? 1 : 0) + (has(self.respond) ? 1 : 0) + (has(self.redirect) ? 1 : 0) + (has(self.reject) ? 1 : 0) == 1",
        message = RuleSpec.ONE_ACTION)
@ValidationRule(value = "!has(self.reject) || self.reject", message = RuleSpec.REJECT_TRUE, fieldPath = ".reject")
@ValidationRule(
        value =
                "has(self.backend) || has(self.backends) || !(has(self.requestHeaders) || has(self.responseHeaders) || has(self.rewrite) || has(self.timeouts) || has(self.rateLimit) || has(self.mirror))",
        message = RuleSpec.NEEDS_BACKEND)
public record RuleSpec(
        @JsonPropertyDescription("What a request must be like; absent: every request.") @Nullable
        MatchSpec match,

        @JsonProperty("if")
        @JsonPropertyDescription(
                "ACLs that must hold, in HAProxy's grammar: side by side means and; or, ||; !; { path_beg /api } for an anonymous"
                        + " one. Besides match, if both are given.")
        @Size(min = 1, max = 4096)
        @Nullable
        String onlyIf,

        @JsonPropertyDescription(
                "The contrary of if: the rule applies where this is false. unless a b: where a or b is false.")
        @Size(min = 1, max = 4096)
        @Nullable
        String unless,

        @JsonPropertyDescription("Name of the Backend that gets the request.") @BackendName @Nullable
        String backend,

        @JsonPropertyDescription(
                "The Backends that share the requests, each in proportion to its weight. If all weights are 0, the answer is 503.")
        @ListType(value = ListType.Kind.MAP, key = "name")
        @Size(min = 1, max = 16)
        @Nullable
        List<WeightedBackendSpec> backends,

        @JsonPropertyDescription("The proxy answers by itself.") @Nullable
        RespondSpec respond,

        @JsonPropertyDescription("The client is sent elsewhere.") @Nullable
        RedirectSpec redirect,

        @JsonPropertyDescription("True: the connection is reset without an answer. For TCP listeners.") @Nullable
        Boolean reject,

        @JsonPropertyDescription("Changes of the request's fields, after those of the listener.") @Nullable
        HeaderRulesSpec requestHeaders,

        @JsonPropertyDescription("Changes of the fields of the server's answer, before those of the listener.")
        @Nullable
        HeaderRulesSpec responseHeaders,

        @JsonPropertyDescription("What servers get instead of the path or host that was asked for.") @Nullable
        RewriteSpec rewrite,

        @JsonPropertyDescription("How long such requests may take.") @Nullable
        RuleTimeoutsSpec timeouts,

        @JsonPropertyDescription("How many requests of one client are let through.") @Nullable
        RateLimitSpec rateLimit,

        @JsonPropertyDescription("Another Backend that gets copies of such requests.") @Nullable
        MirrorSpec mirror) {
    public RuleSpec {
        backends = Copies.ofNullable(backends);
    }

    /** Whether it says anything of requests that are sent on, besides where to. */
    public boolean changesRequests() {
        return requestHeaders != null
                || responseHeaders != null
                || rewrite != null
                || timeouts != null
                || rateLimit != null
                || mirror != null;
    }

    /** Words of the rule on what is only for requests that are sent on. */
    public static final String NEEDS_BACKEND =
            "requestHeaders, responseHeaders, rewrite, timeouts, rateLimit and mirror of a rule need backend or backends";

    /** Words of the rule on what a rule does. */
    public static final String ONE_ACTION =
            "a rule needs exactly one of backend, backends, respond, redirect and reject";

    /** Words of the rule on {@code reject}. */
    public static final String REJECT_TRUE = "must be true where it is given";
}
