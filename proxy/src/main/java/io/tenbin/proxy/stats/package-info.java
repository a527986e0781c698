/** Metrics: counters that the data plane keeps anyway, shown to Prometheus. Nothing here is called per request. */
@NullMarked
package io.tenbin.proxy.stats;

import org.jspecify.annotations.NullMarked;
