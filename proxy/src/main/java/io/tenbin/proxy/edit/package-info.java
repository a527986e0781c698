/** Changes of messages on their way, compiled from the configuration. Pure: no connection, no snapshot. */
@NullMarked
package io.tenbin.proxy.edit;

import org.jspecify.annotations.NullMarked;
