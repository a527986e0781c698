/** From a Backend to a connection: whose turn it is, and what comes after a failure. */
@NullMarked
package io.tenbin.proxy.dispatch;

import org.jspecify.annotations.NullMarked;
