/**
 * The custom resources of {@code tenbin.io/v1alpha1} as users write them: the schema, and no logic.
 *
 * <p>The custom resource definitions are generated from these types, so an annotation here is what the API server enforces and
 * {@code kubectl explain} shows. Absent means absent: defaults are applied by {@link io.tenbin.translate}, and an absent list
 * is an empty one. Words of a closed set are strings and not enums, so that an object which a newer version of the
 * schema let in can still be read, and refused with a message, instead of failing every list call.
 */
@NullMarked
package io.tenbin.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
