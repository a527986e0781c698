/** What event loops run on, and their one coarse timer. */
@NullMarked
package io.tenbin.proxy.transport;

import org.jspecify.annotations.NullMarked;
