/** Connections relayed byte by byte. */
@NullMarked
package io.tenbin.proxy.tcp;

import org.jspecify.annotations.NullMarked;
