package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What is answered when the proxy itself has to answer with a status. */
@Part
public record ErrorPageSpec(
        @JsonPropertyDescription(
                "Status whose page it is: 400, 405, 408, 413, 414, 417, 429, 431, 501, 502, 503, 504 or 505, which are those that the proxy answers with.")
        @Required
        @Min(400)
        @Max(505)
        @ValidationRule(
                value = "self in [400, 405, 408, 413, 414, 417, 429, 431, 501, 502, 503, 504, 505]",
                message = ErrorPageSpec.STATUSES)
        Integer status,

        @JsonPropertyDescription("Content-Type of the body. Default: text/html; charset=utf-8.")
        @Size(min = 1, max = 256)
        @Pattern("^[!-~]([ -~]*[!-~])?$")
        @Nullable
        String contentType,

        @JsonPropertyDescription("The body, sent in UTF-8.") @Required @Size(max = 65536)
        String body) {

    /** Words of the rule on {@code status}. */
    public static final String STATUSES =
            "the proxy answers with 400, 405, 408, 413, 414, 417, 429, 431, 501, 502, 503, 504 or 505 by itself";
}
