/** Load whose every answer is checked, and connections that are held: what a test of "nothing was dropped" counts. */
@NullMarked
package io.tenbin.e2e.load;

import org.jspecify.annotations.NullMarked;
