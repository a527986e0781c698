/** The immutable live view: listeners, rules, backends; one reference, swapped once per change. */
@NullMarked
package io.tenbin.proxy.snapshot;

import org.jspecify.annotations.NullMarked;
