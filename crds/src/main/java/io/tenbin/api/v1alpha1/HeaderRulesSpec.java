package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Changes of a message's fields: first what is set, then what is added, then what is removed. */
@Part
public record HeaderRulesSpec(
        @JsonPropertyDescription(
                "Fields that get this value in place of all others. A value may hold samples such as %[src] or %[req.hdr(Host)]; %% is a percent sign.")
        @ListType(ListType.Kind.ATOMIC)
        @Size(max = 32)
        List<HeaderSpec> set,

        @JsonPropertyDescription("Fields that are added to those of the same name. Values as in set.")
        @ListType(ListType.Kind.ATOMIC)
        @Size(max = 32)
        List<HeaderSpec> add,

        @JsonPropertyDescription("Names of fields that are removed.") @ListType(ListType.Kind.SET) @Size(max = 32)
        List<@Size(min = 1, max = 256) @Pattern("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$") String> remove) {
    public HeaderRulesSpec {
        set = Copies.of(set);
        add = Copies.of(add);
        remove = Copies.of(remove);
    }
}
