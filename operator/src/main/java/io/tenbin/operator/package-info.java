@NullMarked
package io.tenbin.operator;

import org.jspecify.annotations.NullMarked;
