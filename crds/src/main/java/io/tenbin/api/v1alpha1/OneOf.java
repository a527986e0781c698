package io.tenbin.api.v1alpha1;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The words that a string field, or each entry of a list of strings, may hold: its {@code enum} in the schema. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
public @interface OneOf {
    /** All of them, in the order in which messages list them. */
    String[] value();
}
