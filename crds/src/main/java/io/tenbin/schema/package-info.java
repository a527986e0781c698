/**
 * The schema of the custom resources applied to files and objects as the API server applies it, with messages that say what is
 * allowed. It reads the same definitions that the API server is given.
 */
@NullMarked
package io.tenbin.schema;

import org.jspecify.annotations.NullMarked;
