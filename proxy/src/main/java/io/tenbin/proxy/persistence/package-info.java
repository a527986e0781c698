/** What keeps a client at its server. Pure: knows fields and values, neither sockets nor endpoints. */
@NullMarked
package io.tenbin.proxy.persistence;

import org.jspecify.annotations.NullMarked;
