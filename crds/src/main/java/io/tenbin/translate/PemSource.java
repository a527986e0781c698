package io.tenbin.translate;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.tenbin.pem.AuthorityBundle;
import io.tenbin.pem.InvalidPemException;
import io.tenbin.pem.KeyedCertificate;
import io.tenbin.schema.Quoted;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what Secrets and ConfigMaps hold. Messages name the object and the key, never a value. */
final class PemSource {
    private static final String CERTIFICATE = "tls.crt";
    private static final String KEY = "tls.key";
    private static final String COMBINED = ".pem";

    private PemSource() {}

    /**
     * A certificate and its key: {@code tls.crt} and {@code tls.key} as in a Secret of type {@code kubernetes.io/tls}, or both in
     * {@code tls.crt}, or both in the one key whose name ends with {@code .pem}, as HAProxy's {@code crt} has it.
     */
    static KeyedCertificate certificate(Secret secret) throws Unusable {
        List<String> keys = new ArrayList<>();
        if (has(secret, CERTIFICATE)) {
            keys.add(CERTIFICATE);
            if (has(secret, KEY)) {
                keys.add(KEY);
            }
        } else {
            keysOf(secret).stream().filter(key -> key.endsWith(COMBINED)).forEach(keys::add);
            if (keys.size() != 1) {
                throw new Unusable("has no " + CERTIFICATE + " (with " + KEY + "), nor one key that ends with "
                        + COMBINED + " and holds both" + present(keysOf(secret)));
            }
        }
        List<String> texts = new ArrayList<>();
        for (String key : keys) {
            texts.add(text(secret, key));
        }
        try {
            return KeyedCertificate.parse(texts.toArray(String[]::new));
        } catch (InvalidPemException e) {
            throw new Unusable(String.join(" and ", keys) + ": " + e.getMessage());
        }
    }

    static AuthorityBundle authorities(Secret secret, String key) throws Unusable {
        if (!has(secret, key)) {
            throw new Unusable("has no key " + Quoted.of(key) + present(keysOf(secret)));
        }
        return bundle(key, text(secret, key));
    }

    static AuthorityBundle authorities(ConfigMap configMap, String key) throws Unusable {
        Map<String, String> data = Objects.requireNonNullElse(configMap.getData(), Map.of());
        String text = data.get(key);
        if (text == null) {
            throw new Unusable("has no key " + Quoted.of(key) + present(List.copyOf(new TreeMap<>(data).keySet())));
        }
        return bundle(key, text);
    }

    /** Why an object cannot be used, as the rest of a sentence that begins with its name. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message);
        }
    }

    private static AuthorityBundle bundle(String key, String text) throws Unusable {
        try {
            return AuthorityBundle.parse(text);
        } catch (InvalidPemException e) {
            throw new Unusable(key + ": " + e.getMessage());
        }
    }

    private static boolean has(Secret secret, String key) {
        return stored(secret.getStringData(), key) != null || stored(secret.getData(), key) != null;
    }

    /** What is not encoded wins, as the API server has it. */
    private static String text(Secret secret, String key) throws Unusable {
        String plain = stored(secret.getStringData(), key);
        if (plain != null) {
            return plain;
        }
        try {
            String encoded = Objects.requireNonNull(stored(secret.getData(), key));
            return new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            throw new Unusable(key + ": is not base64, as values of data must be; plain text goes to stringData");
        }
    }

    private static List<String> keysOf(Secret secret) {
        Map<String, String> all = new TreeMap<>(Objects.requireNonNullElse(secret.getData(), Map.of()));
        all.putAll(Objects.requireNonNullElse(secret.getStringData(), Map.of()));
        return List.copyOf(all.keySet());
    }

    private static @Nullable String stored(@Nullable Map<String, String> data, String key) {
        return data == null || Objects.toString(data.get(key), "").isEmpty() ? null : data.get(key);
    }

    private static String present(List<String> keys) {
        return keys.isEmpty()
                ? "; it is empty"
                : "; it has " + keys.stream().limit(5).map(Quoted::bare).collect(Collectors.joining(", "));
    }
}
