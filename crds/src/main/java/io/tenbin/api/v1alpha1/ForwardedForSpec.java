package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The client's address as a request field. */
@Part
public record ForwardedForSpec(
        @JsonPropertyDescription("Whether servers are told the client's address. Default: true.") @Nullable
        Boolean enabled,

        @JsonPropertyDescription("Name of the request field. Default: X-Forwarded-For.")
        @Size(min = 1, max = 256)
        @Pattern("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")
        @Nullable
        String header,

        @JsonPropertyDescription("Clients of these networks are not named. IP addresses or CIDR, such as 10.0.0.0/8.")
        @ListType(ListType.Kind.SET)
        @Size(max = 64)
        @Nullable
        List<@Size(min = 2, max = 49) @Pattern("^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$") String> except,

        @JsonPropertyDescription("What happens with a field that a trusted peer sent. Default: Append.")
        @OneOf({"Append", "IfNone", "Replace"})
        @Nullable
        String mode) {
    public ForwardedForSpec {
        except = Copies.ofNullable(except);
    }
}
