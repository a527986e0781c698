@NullMarked
package io.tenbin.operator.resources;

import org.jspecify.annotations.NullMarked;
