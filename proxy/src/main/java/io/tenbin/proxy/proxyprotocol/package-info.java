/** The PROXY protocol, versions 1 and 2 (HAProxy's doc/proxy-protocol.txt): its header read strictly, and written. */
@NullMarked
package io.tenbin.proxy.proxyprotocol;

import org.jspecify.annotations.NullMarked;
