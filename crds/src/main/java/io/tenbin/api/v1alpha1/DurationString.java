package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** A duration as in GEP-2257, longer than zero. */
@Retention(RetentionPolicy.RUNTIME)
@JacksonAnnotationsInside
@Pattern("^([0-9]{1,5}(h|m|s|ms)){1,4}$")
@Size(max = 32)
@ValidationRule(value = "duration(self) > duration('0s')", message = "must be longer than 0s, such as 500ms, 30s or 1h")
@interface DurationString {}
