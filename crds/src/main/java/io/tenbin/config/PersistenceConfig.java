package io.tenbin.config;

import org.jspecify.annotations.Nullable;

/**
 * What keeps a client at its server.
 *
 * @param cookie null for none
 */
public record PersistenceConfig(@Nullable CookieConfig cookie) {
    /** Nothing does. */
    public static final PersistenceConfig NONE = new PersistenceConfig(null);
}
