/** What outlives a snapshot, keyed by endpoint identity: counters, connection pools per event loop. */
@NullMarked
package io.tenbin.proxy.upstream;

import org.jspecify.annotations.NullMarked;
