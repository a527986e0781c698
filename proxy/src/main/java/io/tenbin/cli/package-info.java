/** The command line: the same translator and the same proxy, on files and without a cluster. */
@NullMarked
package io.tenbin.cli;

import org.jspecify.annotations.NullMarked;
