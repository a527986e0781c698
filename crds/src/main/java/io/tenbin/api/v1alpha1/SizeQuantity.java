package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Bytes or a count, as a Kubernetes quantity that is a whole number: {@code 8192}, {@code 8Ki}, {@code 10Mi}, {@code 1k}. */
@Retention(RetentionPolicy.RUNTIME)
@JacksonAnnotationsInside
@Pattern("^[0-9]{1,12}(k|M|G|T|Ki|Mi|Gi|Ti)?$")
@Size(max = 16)
@Min(0)
@interface SizeQuantity {}
