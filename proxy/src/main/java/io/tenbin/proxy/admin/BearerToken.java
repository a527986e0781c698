package io.tenbin.proxy.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The token that readers of the guarded pages have to show, kept in a file that may change at any time: a mounted Secret
 * is replaced by renaming a symbolic link.
 */
final class BearerToken {
    private static final String SCHEME = "Bearer ";
    private static final long LARGEST = 4096;

    private final Path file;

    BearerToken(Path file) {
        this.file = file;
    }

    /**
     * Whether the header shows the token. Takes as long for a wrong one as for the right one. Without a readable token
     * nobody gets in.
     *
     * @param authorization the field's value; null if there is none
     */
    boolean isShownIn(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] shown = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        // Read each time: the file is small, the page is rare, and a stale token is then impossible.
        byte[] expected = read();
        return expected.length > 0 && MessageDigest.isEqual(expected, shown);
    }

    private byte[] read() {
        try {
            if (Files.size(file) > LARGEST) {
                return new byte[0];
            }
            return Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    @Override
    public String toString() {
        return "token in " + file;
    }
}
