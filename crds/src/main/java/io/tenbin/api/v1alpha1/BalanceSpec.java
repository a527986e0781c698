package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How an endpoint is chosen. */
@Part
@ValidationRule(
        value = "!has(self.uri) || (has(self.algorithm) && self.algorithm == 'URI')",
        message = BalanceSpec.URI_NEEDS_ALGORITHM)
@ValidationRule(
        value = "has(self.header) == (has(self.algorithm) && self.algorithm == 'Header')",
        message = BalanceSpec.HEADER_AND_ALGORITHM)
@ValidationRule(
        value = "has(self.queryParameter) == (has(self.algorithm) && self.algorithm == 'QueryParameter')",
        message = BalanceSpec.PARAMETER_AND_ALGORITHM)
@ValidationRule(
        value = "has(self.cookie) == (has(self.algorithm) && self.algorithm == 'Cookie')",
        message = BalanceSpec.COOKIE_AND_ALGORITHM)
@ValidationRule(
        value = "!has(self.draws) || (has(self.algorithm) && self.algorithm in ['Random', 'PeakEWMA'])",
        message = BalanceSpec.DRAWS_NEED_ALGORITHM)
@ValidationRule(
        value = "!has(self.hash) || (has(self.algorithm) && "
                + "self.algorithm in ['Source', 'URI', 'Header', 'QueryParameter', 'Cookie'])",
        message = BalanceSpec.HASH_NEEDS_ALGORITHM)
public record BalanceSpec(
        @JsonPropertyDescription("RoundRobin: each in turn, in proportion to its weight. StaticRoundRobin: the same in "
                + "HAProxy's order of static-rr. LeastConnections: the least work for its weight. First: the first that is not "
                + "full. Random: the least loaded of some that are drawn. PeakEWMA: of some that are drawn the one that should "
                + "answer first. Source, URI, Header, QueryParameter, Cookie: the one that a hash of it names; the next in turn "
                + "for a request without it. Default: RoundRobin.")
        @OneOf({
            "RoundRobin",
            "StaticRoundRobin",
            "LeastConnections",
            "First",
            "Random",
            "PeakEWMA",
            "Source",
            "URI",
            "Header",
            "QueryParameter",
            "Cookie"
        })
        @Nullable
        String algorithm,

        @JsonPropertyDescription("What of the target algorithm URI hashes.") @Nullable
        UriHashSpec uri,

        @JsonPropertyDescription("The field that algorithm Header hashes: its first value, up to a comma.") @Nullable
        HeaderHashSpec header,

        @JsonPropertyDescription("The parameter of the query that algorithm QueryParameter hashes.") @Nullable
        QueryParameterHashSpec queryParameter,

        @JsonPropertyDescription("The cookie that algorithm Cookie hashes.") @Nullable
        CookieHashSpec cookie,

        @JsonPropertyDescription("How many algorithm Random or PeakEWMA draws. Default: 2.") @Min(1) @Max(16) @Nullable
        Integer draws,

        @JsonPropertyDescription("From a hash to an endpoint.") @Nullable
        HashSpec hash) {
    /** Words of the rule on {@code uri}. */
    public static final String URI_NEEDS_ALGORITHM = "uri is allowed with algorithm URI only";

    /** Words of the rule on {@code header}. */
    public static final String HEADER_AND_ALGORITHM =
            "algorithm Header needs header, and header needs algorithm Header";

    /** Words of the rule on {@code queryParameter}. */
    public static final String PARAMETER_AND_ALGORITHM =
            "algorithm QueryParameter needs queryParameter, and queryParameter needs algorithm QueryParameter";

    /** Words of the rule on {@code cookie}. */
    public static final String COOKIE_AND_ALGORITHM =
            "algorithm Cookie needs cookie, and cookie needs algorithm Cookie";

    /** Words of the rule on {@code draws}. */
    public static final String DRAWS_NEED_ALGORITHM = "draws is allowed with algorithm Random or PeakEWMA only";

    /** Words of the rule on {@code hash}. */
    public static final String HASH_NEEDS_ALGORITHM =
            "hash is allowed with algorithm Source, URI, Header, QueryParameter or Cookie only";
}
