package io.tenbin.operator.resources;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.tenbin.config.Materials;
import io.tenbin.config.TicketKeys;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Secret that carries to a LoadBalancer's proxies what must not stand in their ConfigMap: each text that the configuration
 * names, under its digest, and the admin ports' token. The keys of session tickets are kept here too.
 *
 * @param materials the texts in it
 * @param ticketKeys null before there are any
 * @param rotated when the newest of these was made; null before there are any
 */
public record CompiledSecret(
        Materials materials,
        @Nullable TicketKeys ticketKeys,
        @Nullable Instant rotated) {
    /** When the newest key for session tickets was made. */
    public static final String ROTATED = "tenbin.io/ticket-keys-rotated";

    /** A key seals for so long, and opens for twice as long after that. */
    public static final Duration ROTATION = Duration.ofHours(12);

    static final String TICKET_KEYS = "ticket-keys";
    private static final int KEPT = 3;

    /** Leaves room for the rest of the object in etcd's limit. */
    private static final int LIMIT = 1_000_000;

    private static final int DIGEST_LENGTH = 64;
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** What an object holds. What cannot be read counts as not there. */
    public static CompiledSecret read(@Nullable Secret object) {
        Map<String, String> data = object == null || object.getData() == null ? Map.of() : object.getData();
        List<String> texts = new ArrayList<>();
        data.forEach((name, encoded) -> {
            String text = DIGEST.matcher(name).matches() ? decoded(encoded) : null;
            if (text != null) {
                texts.add(text);
            }
        });
        TicketKeys keys = data.containsKey(TICKET_KEYS) ? keys(decoded(data.get(TICKET_KEYS))) : null;
        Instant rotated = object == null ? null : moment(object.getMetadata().getAnnotations());
        return new CompiledSecret(Materials.of(texts), rotated == null ? null : keys, keys == null ? null : rotated);
    }

    /** With keys for session tickets, which are not too old at this moment; the same object if it has such. */
    public CompiledSecret withKeysAt(Instant now, RandomGenerator random) {
        if (ticketKeys == null || rotated == null) {
            return new CompiledSecret(materials, TicketKeys.random(random), now);
        }
        return now.isBefore(rotated.plus(ROTATION))
                ? this
                : new CompiledSecret(materials, ticketKeys.rotated(random, KEPT), now);
    }

    /** The same with other texts. */
    public CompiledSecret with(Materials others) {
        return new CompiledSecret(others, ticketKeys, rotated);
    }

    /** The same without keys for session tickets, for proxies that issue none. */
    public CompiledSecret withoutKeys() {
        return new CompiledSecret(materials, null, null);
    }

    /** Equal content makes equal objects. */
    public Secret object(Owner owner, String adminToken) {
        Map<String, String> data = new TreeMap<>();
        data.put(AdminToken.KEY, encoded(adminToken));
        materials.texts().forEach((name, text) -> data.put(name.digest(), encoded(text)));
        SecretBuilder builder = new SecretBuilder()
                .withMetadata(owner.metadata(owner.objectName()))
                .withType("Opaque");
        if (ticketKeys != null && rotated != null) {
            data.put(TICKET_KEYS, encoded(ticketKeys.text()));
            builder.editMetadata()
                    .withAnnotations(Map.of(ROTATED, rotated.toString()))
                    .endMetadata();
        }
        return builder.withData(data).build();
    }

    /** Whether the API server will take an object of this size. */
    public boolean fits() {
        return materials.texts().values().stream()
                        .mapToLong(text -> DIGEST_LENGTH + (text.length() + 2L) / 3 * 4)
                        .sum()
                <= LIMIT;
    }

    private static @Nullable TicketKeys keys(@Nullable String text) {
        try {
            return text == null ? null : TicketKeys.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Instant moment(@Nullable Map<String, String> annotations) {
        String text = annotations == null ? null : annotations.get(ROTATED);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Null if somebody has written what is not base64. */
    private static @Nullable String decoded(@Nullable String base64) {
        try {
            return base64 == null ? null : new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
