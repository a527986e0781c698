package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer that the proxy gives by itself. */
@Part
public record RespondSpec(
        @JsonPropertyDescription("Status of the answer.") @Required @Min(200) @Max(599)
        Integer status,

        @JsonPropertyDescription("Content-Type of the body. Default: text/plain; charset=utf-8.")
        @Size(min = 1, max = 256)
        @Pattern("^[!-~]([ -~]*[!-~])?$")
        @Nullable
        String contentType,

        @JsonPropertyDescription("The body, sent in UTF-8. Not allowed with 204, 205 and 304. Default: none.")
        @Size(max = 65536)
        @Nullable
        String body,

        @JsonPropertyDescription("Further fields of the answer.") @ListType(ListType.Kind.ATOMIC) @Size(max = 32)
        List<HeaderSpec> headers) {
    public RespondSpec {
        headers = Copies.of(headers);
    }
}
