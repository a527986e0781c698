/** Access logs, formatted and written off the event loops. */
@NullMarked
package io.tenbin.proxy.log;

import org.jspecify.annotations.NullMarked;
