package io.tenbin.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A configuration as bytes: JSON in UTF-8. Equal configurations have equal bytes.
 *
 * @param json the text
 * @param hash the first 16 hexadecimal digits of the text's SHA-256: what a proxy acknowledges
 */
public record EncodedConfig(String json, String hash) {

    /** With the hash that belongs to the text. */
    public static EncodedConfig of(String json) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
            return new EncodedConfig(json, HexFormat.of().formatHex(digest, 0, 8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
