package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was observed of a listener. */
@Part
public record ListenerStatus(
        @JsonPropertyDescription("The listener.") @Required @Size(max = 63)
        String name,

        @JsonPropertyDescription("Port that clients use.") @Nullable
        Integer port,

        @JsonPropertyDescription("Number of rules.") @Nullable
        Integer rules,

        @JsonPropertyDescription("Observations of this listener alone.")
        @ListType(value = ListType.Kind.MAP, key = "type")
        @Size(max = 8)
        List<Condition> conditions) {
    public ListenerStatus {
        conditions = Copies.of(conditions);
    }
}
