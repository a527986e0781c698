@NullMarked
package io.tenbin.operator.proxies;

import org.jspecify.annotations.NullMarked;
