package io.tenbin.operator.resources;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * What the operator shows at its proxies' admin port, 256 random bits per LoadBalancer. It is made once and then
 * stays: a new one would make every proxy unreadable until its mount has followed.
 */
public final class AdminToken {
    /** The key in the Secret, and the file in the proxies. */
    public static final String KEY = "admin-token";

    private static final int BYTES = 32;

    private AdminToken() {}

    /** A Secret with a new token, to be created and never applied over one that exists. */
    public static Secret fresh(Owner owner, SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return new SecretBuilder()
                .withMetadata(owner.metadata(owner.objectName()))
                .withType("Opaque")
                .withData(Map.of(KEY, Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.US_ASCII))))
                .build();
    }

    /** The token; empty if the Secret has none, or one that cannot be a header's value. */
    public static Optional<String> read(Secret secret) {
        String encoded = secret.getData() == null ? null : secret.getData().get(KEY);
        if (encoded == null) {
            return Optional.empty();
        }
        String token = new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII).strip();
        return token.matches("[!-~]+") ? Optional.of(token) : Optional.empty();
    }
}
