/** Active checks of endpoints, ejection of those that fail live traffic, and what is logged of both. */
@NullMarked
package io.tenbin.proxy.health;

import org.jspecify.annotations.NullMarked;
