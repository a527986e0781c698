package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** A name as most objects of Kubernetes have it (RFC 1123, subdomain). */
@Retention(RetentionPolicy.RUNTIME)
@JacksonAnnotationsInside
@Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")
@Size(min = 1, max = 253)
@interface ObjectName {}
