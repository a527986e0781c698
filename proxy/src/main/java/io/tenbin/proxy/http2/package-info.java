/** What both sides of the proxy know of HTTP/2 (RFC 9113): how heads are written and read. */
@NullMarked
package io.tenbin.proxy.http2;

import org.jspecify.annotations.NullMarked;
