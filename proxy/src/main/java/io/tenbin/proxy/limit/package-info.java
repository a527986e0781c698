/** How much of something is let through. Pure: no connection, no configuration in force. */
@NullMarked
package io.tenbin.proxy.limit;

import org.jspecify.annotations.NullMarked;
