package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A question that rules ask by its name. */
@Part
@ValidationRule(
        value = "has(self.operator) && self.operator == 'Found' ? !has(self.values) || size(self.values) == 0"
                + " : has(self.values) && size(self.values) > 0",
        message = AclSpec.VALUES,
        fieldPath = ".values")
public record AclSpec(
        @JsonPropertyDescription(
                "What rules call it. Several entries of one name mean that one of them is enough. Names that are predefined,"
                        + " such as TRUE, LOCALHOST or METH_GET, are not allowed.")
        @Required
        @Size(min = 1, max = 63)
        @Pattern("^[-_.:A-Za-z0-9]+$")
        String name,

        @JsonPropertyDescription(
                "What is looked at. URL: the target as sent, an absolute one without its scheme's default port. Path: without"
                        + " the query. Query(name): a parameter. Host: in lower case, without port. Header(name): each element"
                        + " of the field. Cookie(name). Method. SourceAddress and SourcePort: the client's. DestinationAddress:"
                        + " the proxy's. DestinationPort: the listener's port. BackendServersUp(backend): how many servers of"
                        + " a Backend take new work. Nothing is decoded.")
        @Required
        @Size(min = 1, max = 400)
        @Pattern(AclSpec.FETCH)
        String fetch,

        @JsonPropertyDescription(
                "How values are compared. Subdir: between slashes. Domain: between slashes, dots and colons anywhere in the"
                        + " text, which a client can fake; to tell hosts apart use Host, or fetch Host. Length and Integer: 5,"
                        + " 4:9, :9, 4:, or eq, ne, lt, le, gt, ge and a number. Regex: RE2, found anywhere. Found: there is"
                        + " such a text. Default: Exact; for addresses CIDR, for numbers Integer.")
        @OneOf({
            "Exact",
            "Prefix",
            "Suffix",
            "Substring",
            "Subdir",
            "Domain",
            "Host",
            "Length",
            "Integer",
            "Regex",
            "CIDR",
            "Found"
        })
        @Nullable
        String operator,

        @JsonPropertyDescription("One of these is enough. Found takes none.")
        @ListType(ListType.Kind.ATOMIC)
        @Size(max = 1000)
        List<@Size(max = 1024) @Min(0) @Max(Integer.MAX_VALUE) IntOrString> values,

        @JsonPropertyDescription("Whether upper and lower case are the same. Default: false.") @Nullable
        Boolean ignoreCase) {
    public AclSpec {
        values = Copies.of(values);
    }

    /** The forms of {@code fetch}. */
    public static final String FETCH =
            "^(URL|Path|Host|Method|SourceAddress|SourcePort|DestinationAddress|DestinationPort"
                    + "|(Query|Header|Cookie)\\([!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}\\)"
                    + "|BackendServersUp\\(([a-z0-9]([-a-z0-9]*[a-z0-9])?/)?[a-z0-9]([-.a-z0-9]*[a-z0-9])?\\))$";

    /** Words of the rule on {@code values}. */
    public static final String VALUES = "at least one value is required, but with operator Found, which takes none";
}
