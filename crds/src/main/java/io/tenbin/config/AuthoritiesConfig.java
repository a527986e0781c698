package io.tenbin.config;

/**
 * Those whose signatures on certificates are trusted.
 *
 * @param source {@code Kind namespace/name key} of where they come from, for messages
 * @param material PEM: their certificates, then lists of what they have revoked (RFC 5280 section 5), if there are any. The empty
 *     text if what is named cannot be used and never could: then nobody is trusted
 */
public record AuthoritiesConfig(String source, MaterialName material) {
    /** What stands for nobody. */
    public static final String NOBODY = "";

    public AuthoritiesConfig {
        Check.notBlank("authorities.source", source);
    }
}
