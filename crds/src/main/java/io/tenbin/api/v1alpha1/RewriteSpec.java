package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What servers get instead of the path or host that was asked for. The query stays, and the log shows the request as it came. */
@Part
@ValidationRule(
        value =
                "(has(self.pathPrefix) || has(self.path) || has(self.host)) && !(has(self.pathPrefix) && has(self.path))",
        message = RewriteSpec.SOMETHING_CHANGES)
public record RewriteSpec(
        @JsonPropertyDescription(
                "Takes the place of the prefix by which match.paths, all of type Prefix, holds: with /v1 there and / here, /v1/a becomes /a.")
        @Size(min = 1, max = 1024)
        @Pattern("^/[!\"$->@-~]*$")
        @Nullable
        String pathPrefix,

        @JsonPropertyDescription("Takes the place of the whole path.")
        @Size(min = 1, max = 1024)
        @Pattern("^/[!\"$->@-~]*$")
        @Nullable
        String path,

        @JsonPropertyDescription(
                "Takes the place of Host: a name or an IP address, with a port if wanted. Rules and X-Forwarded-Host go by the host that was asked for.")
        @Size(min = 1, max = 259)
        @Pattern("^([A-Za-z0-9]([-._A-Za-z0-9]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?$")
        @Nullable
        String host) {

    /** Words of the rule on an empty or ambiguous rewrite. */
    public static final String SOMETHING_CHANGES = "a rewrite needs pathPrefix or path, not both, or host";

    /** Words of the rule on {@code pathPrefix} and {@code match.paths}. */
    public static final String PREFIX_NEEDS_PATHS =
            "needs match.paths, all of type Prefix: it takes the place of what they hold";
}
