package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which answers are compressed for clients that accept it. */
@Part
public record CompressionSpec(
        @JsonPropertyDescription(
                "gzip and deflate, the one first that is preferred where a client accepts both alike. Empty: none, for a listener that is not to compress. Default: gzip.")
        @OneOf({"gzip", "deflate"})
        @ListType(ListType.Kind.SET)
        @Size(max = 2)
        @Nullable
        List<String> algorithms,

        @JsonPropertyDescription(
                "Bytes that a body has at least to be compressed, if its length is known beforehand. Default: 1Ki.")
        @SizeQuantity
        @Nullable
        Quantity minSize,

        @JsonPropertyDescription(
                "Media types, in lower case, such as text/html, or text/* for all of a kind. Default: what is text: HTML, plain text, CSS, JavaScript, JSON, XML, SVG, manifests and WebAssembly.")
        @ListType(ListType.Kind.SET)
        @Size(max = 64)
        @Nullable
        List<@Size(min = 3, max = 128) @Pattern("^[a-z0-9][a-z0-9!#$&^_.+-]*/([a-z0-9][a-z0-9!#$&^_.+-]*|\\*)$") String>
                types) {
    public CompressionSpec {
        algorithms = Copies.ofNullable(algorithms);
        types = Copies.ofNullable(types);
    }
}
