package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Certificates of authorities, in a Secret or a ConfigMap in the own namespace. */
@Part
public record CaReference(
        @JsonPropertyDescription("Secret or ConfigMap. Default: Secret; one of type kubernetes.io/tls will do.")
        @OneOf({"Secret", "ConfigMap"})
        @Nullable
        String kind,

        @JsonPropertyDescription("Name of the object.") @Required @ObjectName
        String name,

        @JsonPropertyDescription(
                "Key of the PEM text in it: certificates, and lists of revoked certificates if wanted. Default: ca.crt.")
        @Size(min = 1, max = 253)
        @Pattern("^[-._a-zA-Z0-9]+$")
        @Nullable
        String key) {}
