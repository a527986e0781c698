package io.tenbin.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A cookie that keeps a client at its server (HAProxy's {@code cookie}, configuration manual 4.2).
 *
 * @param name of the cookie, a token
 * @param mode who makes the cookie
 * @param handling what is done besides
 * @param attributes of a cookie that is made here
 * @param lifetime how long it is believed
 */
public record CookieConfig(String name, Mode mode, Handling handling, Attributes attributes, Lifetime lifetime) {

    public CookieConfig {
        Check.notBlank("cookie.name", name);
    }

    /** Who makes the cookie. */
    public enum Mode {
        /** The proxy. */
        INSERT,
        /** The server; the proxy writes its own value into it. */
        REWRITE,
        /** The server; the proxy puts its own value and {@code ~} in front of the server's. */
        PREFIX
    }

    /**
     * What is done besides.
     *
     * @param indirect servers do not see the cookie, and clients get it only when it changes
     * @param noCache answers that a cache might keep are marked private when they set the cookie
     * @param postOnly only answers to POST set it
     * @param preserve a cookie of this name that a server sets is left alone, and then none is made here
     */
    public record Handling(boolean indirect, boolean noCache, boolean postOnly, boolean preserve) {
        /** Nothing of it. */
        public static final Handling NONE = new Handling(false, false, false, false);
    }

    /**
     * Attributes of the cookie (RFC 6265 section 4.1.2); its path is always {@code /}.
     *
     * @param domain null for the host only
     * @param sameSite {@code Strict}, {@code Lax} or {@code None}; null to leave it to the browser
     */
    public record Attributes(
            @Nullable String domain,
            boolean httpOnly,
            boolean secure,
            @Nullable String sameSite) {
        /** None but the path. */
        public static final Attributes NONE = new Attributes(null, false, false, null);
    }

    /**
     * How long the cookie is believed; null for ever.
     *
     * @param maxIdle since it was last presented
     * @param maxLife since it was first made
     */
    public record Lifetime(
            @Nullable Duration maxIdle, @Nullable Duration maxLife) {
        /** As long as the browser keeps it. */
        public static final Lifetime UNLIMITED = new Lifetime(null, null);

        /** Whether the cookie carries dates. */
        public boolean dated() {
            return maxIdle != null || maxLife != null;
        }
    }
}
