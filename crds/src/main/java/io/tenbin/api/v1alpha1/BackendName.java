package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** A reference to a Backend. The schema takes {@code namespace/name} too; what it may refer to is for the translator to say. */
@Retention(RetentionPolicy.RUNTIME)
@JacksonAnnotationsInside
@Pattern("^([a-z0-9]([-a-z0-9]*[a-z0-9])?/)?[a-z0-9]([-.a-z0-9]*[a-z0-9])?$")
@Size(min = 1, max = 317)
@interface BackendName {}
