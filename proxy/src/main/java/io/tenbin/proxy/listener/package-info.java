/** Downstream sockets: binding, accepting, counting, draining. What happens on a connection is up to a handler. */
@NullMarked
package io.tenbin.proxy.listener;

import org.jspecify.annotations.NullMarked;
