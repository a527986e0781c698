/**
 * HTTP/1.1 on the wire (RFC 9110, RFC 9112): bytes into messages and messages into bytes, strictly and with no more allocation than needed.
 *
 * <p>What is emitted has been checked byte by byte, so that it can be written anew for another party. Nothing here routes, forwards
 * or keeps time.
 */
@NullMarked
package io.tenbin.proxy.http1;

import org.jspecify.annotations.NullMarked;
