/** Which rule a request belongs to. Pure: knows neither sockets nor backends. */
@NullMarked
package io.tenbin.proxy.match;

import org.jspecify.annotations.NullMarked;
