/**
 * The way of an HTTP request: a client's connection, one exchange after the other, each with a rule, an endpoint and an
 * answer. Handlers read a snapshot, once per request, and never build one.
 */
@NullMarked
package io.tenbin.proxy.http;

import org.jspecify.annotations.NullMarked;
