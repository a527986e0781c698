package io.tenbin.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What a configuration calls a piece of {@link Materials}: the SHA-256 of its bytes, in lower case hexadecimal digits. Two
 * versions of a certificate never share a name, so a configuration and its materials cannot be mismatched, in whatever order they
 * arrive.
 */
public record MaterialName(@JsonValue String digest) {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public MaterialName {
        if (!DIGEST.matcher(digest).matches()) {
            throw new InvalidConfigException("material", digest, "must be 64 hexadecimal digits");
        }
    }

    /** The name of this text. */
    public static MaterialName of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new MaterialName(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return digest;
    }
}
