/** Compressing answers (HAProxy's {@code filter compression}). Knows no connection and no configuration in force. */
@NullMarked
package io.tenbin.proxy.compress;

import org.jspecify.annotations.NullMarked;
