/** Balancing algorithms. Pure: no Netty, no clock. */
@NullMarked
package io.tenbin.proxy.balance;

import org.jspecify.annotations.NullMarked;
