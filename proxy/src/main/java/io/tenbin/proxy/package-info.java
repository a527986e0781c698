/** The proxy's process: where the parts are put together. Imported by nobody but the command line. */
@NullMarked
package io.tenbin.proxy;

import org.jspecify.annotations.NullMarked;
