package io.tenbin.proxy.upstream;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names for endpoints that tell nothing of them and that every proxy with the same key agrees on: the first 96 bits of an
 * HMAC-SHA256 (RFC 2104) of the identity.
 */
public final class OpaqueNames {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 12;

    private final SecretKeySpec key;

    /** @param secret what all proxies of a LoadBalancer share, and nobody else should know; any length but 0 */
    public OpaqueNames(byte[] secret) {
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** Without a secret: who knows an identity knows its name. */
    public static OpaqueNames open() {
        return new OpaqueNames("tenbin".getBytes(StandardCharsets.US_ASCII));
    }

    /** 16 characters of the URL-safe alphabet of RFC 4648 section 5. */
    String of(EndpointId id) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            String identity = id.backend() + '\n' + id.server() + '\n' + id.key();
            byte[] hash = mac.doFinal(identity.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, BYTES));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java runtime has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "OpaqueNames";
    }
}
