/** The test cluster as tests see it: its clients, a namespace per test class, the installed operator, reports. */
@NullMarked
package io.tenbin.e2e.cluster;

import org.jspecify.annotations.NullMarked;
