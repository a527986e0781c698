/** The admin port: health, readiness, metrics, and what is applied. Never on the public Service, never on an event loop. */
@NullMarked
package io.tenbin.proxy.admin;

import org.jspecify.annotations.NullMarked;
