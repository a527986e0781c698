/** TLS: who speaks it, contexts by what is configured, and the handshake with clients. */
@NullMarked
package io.tenbin.proxy.tls;

import org.jspecify.annotations.NullMarked;
