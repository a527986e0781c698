@NullMarked
package io.tenbin.operator.reconciler;

import org.jspecify.annotations.NullMarked;
