package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What a request must be like. All parts that are given must hold; of hosts, paths and methods one entry is enough. */
@Part
public record MatchSpec(
        @JsonPropertyDescription(
                "Host names in lower case without port; *.example.com means one label or more before the suffix.")
        @ListType(ListType.Kind.SET)
        @Size(max = 64)
        List<
                        @Size(min = 1, max = 253)
                        @Pattern("^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$") String>
                hosts,

        @JsonPropertyDescription("Conditions on the path.") @ListType(ListType.Kind.ATOMIC) @Size(max = 64)
        List<PathMatchSpec> paths,

        @JsonPropertyDescription("Methods, in the case in which they are sent, such as GET.")
        @ListType(ListType.Kind.SET)
        @Size(max = 16)
        List<@Size(min = 1, max = 32) @Pattern("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$") String> methods,

        @JsonPropertyDescription("Conditions on request fields; all must hold.")
        @ListType(ListType.Kind.ATOMIC)
        @Size(max = 16)
        List<HeaderMatchSpec> headers,

        @JsonPropertyDescription("Conditions on parameters of the query; all must hold.")
        @ListType(ListType.Kind.ATOMIC)
        @Size(max = 16)
        List<QueryMatchSpec> query) {
    public MatchSpec {
        hosts = Copies.of(hosts);
        paths = Copies.of(paths);
        methods = Copies.of(methods);
        headers = Copies.of(headers);
        query = Copies.of(query);
    }
}
