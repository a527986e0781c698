/** Where configuration and endpoints come from: the Kubernetes API, or files. The only package of the proxy that sees a client. */
@NullMarked
package io.tenbin.proxy.source;

import org.jspecify.annotations.NullMarked;
