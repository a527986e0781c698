/**
 * From resources to configuration: {@link io.tenbin.translate.Translator}, pure and total. The operator, {@code tenbin check}
 * and {@code tenbin run} all ask it, so an object gets one verdict everywhere.
 *
 * <p>Nothing here knows a client, a clock, the environment or a log. What a user got wrong becomes a {@link
 * io.tenbin.translate.Problem} of the object at fault, and the rest still ships.
 */
@NullMarked
package io.tenbin.translate;

import org.jspecify.annotations.NullMarked;
