package io.tenbin.operator.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * An object as we want it, marked with a digest of all that we say about it.
 *
 * <p>An object that exists needs no write if it carries the same mark and still says all that we say: the mark finds
 * fields that we no longer want, the comparison those that somebody else has changed. What the API server or others
 * have added is not compared.
 */
public final class Desired {
    static final String MARK = "tenbin.io/applied";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Desired() {}

    /** Puts the mark on an object that was just built. */
    public static <T extends HasMetadata> T marked(T object) {
        ObjectMeta metadata = object.getMetadata();
        Map<String, String> annotations = new HashMap<>();
        if (metadata.getAnnotations() != null) {
            annotations.putAll(metadata.getAnnotations());
        }
        annotations.put(MARK, digest(object));
        metadata.setAnnotations(annotations);
        return object;
    }

    /** Whether {@code actual} needs no write to be what {@code desired}, marked, says. */
    public static boolean isIn(HasMetadata desired, HasMetadata actual) {
        return Containment.holds(MAPPER.valueToTree(desired), MAPPER.valueToTree(actual));
    }

    private static String digest(HasMetadata object) {
        JsonNode tree = MAPPER.valueToTree(object);
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(tree.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
