@NullMarked
package io.tenbin.operator.status;

import org.jspecify.annotations.NullMarked;
