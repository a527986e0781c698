/** The single writer: builds the next snapshot, binds, swaps, retires. */
@NullMarked
package io.tenbin.proxy.reload;

import org.jspecify.annotations.NullMarked;
