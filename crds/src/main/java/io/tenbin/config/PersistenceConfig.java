package io.tenbin.config;

import org.jspecify.annotations.Nullable;

/**
 * What keeps a client at its server.
 *
 * @param cookie null for none
 * @param stickOn null for no table
 */
public record PersistenceConfig(
        @Nullable CookieConfig cookie, @Nullable StickOnConfig stickOn) {
    /** Nothing does. */
    public static final PersistenceConfig NONE = new PersistenceConfig(null, null);
}
