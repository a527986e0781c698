package io.tenbin.api.v1alpha1;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How server-side apply merges a list: its {@code x-kubernetes-list-type} in the schema. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
public @interface ListType {
    /** Kind of merge. */
    Kind value();

    /** For {@link Kind#MAP}: the field whose value is unique in the list. */
    String key() default "name";

    /** What the list is to its elements. */
    enum Kind {
        /** Replaced as a whole. */
        ATOMIC,
        /** Scalars, each once. */
        SET,
        /** Objects, told apart by {@link ListType#key}. */
        MAP
    }
}
