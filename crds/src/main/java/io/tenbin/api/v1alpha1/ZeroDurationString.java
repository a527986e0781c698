package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** A duration as in GEP-2257; zero is allowed. */
@Retention(RetentionPolicy.RUNTIME)
@JacksonAnnotationsInside
@Pattern("^([0-9]{1,5}(h|m|s|ms)){1,4}$")
@Size(max = 32)
@interface ZeroDurationString {}
