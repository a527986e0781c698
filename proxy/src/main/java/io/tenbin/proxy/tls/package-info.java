/** TLS: who speaks it, contexts by what is configured, and the handshakes with clients and with servers. */
@NullMarked
package io.tenbin.proxy.tls;

import org.jspecify.annotations.NullMarked;
