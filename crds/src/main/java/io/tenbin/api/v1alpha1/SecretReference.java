package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A Secret in the own namespace. */
@Part
public record SecretReference(
        @JsonPropertyDescription("Name of the Secret.") @Required @ObjectName
        String name) {}
