package io.tenbin.translate;

import io.tenbin.config.Materials;
import io.tenbin.config.ProxyConfig;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of the Secrets that an object refers to.
 *
 * @param materials all that the configuration names, as far as it is there
 * @param warnings what is to be seen to although it works: certificates that expire soon, or have
 * @param asked all objects that were looked for, whether they are there or not
 * @param lookAgain when the verdict may become another one without a change of any object; null for never
 */
public record SecretsTranslation(
        Materials materials,
        List<Problem> warnings,
        Set<SourceKey> asked,
        @Nullable Instant lookAgain) {
    public SecretsTranslation {
        warnings = List.copyOf(warnings);
        asked = Set.copyOf(asked);
    }

    /** With the texts of an object that this one refers to. That one's warnings are its own. */
    SecretsTranslation and(SecretsTranslation other) {
        Set<SourceKey> both = new HashSet<>(asked);
        both.addAll(other.asked);
        return new SecretsTranslation(
                materials.and(other.materials), warnings, both, earlier(lookAgain, other.lookAgain));
    }

    /** Without the texts that this configuration does not name. */
    SecretsTranslation only(ProxyConfig config) {
        return new SecretsTranslation(materials.only(config.materials()), warnings, asked, lookAgain);
    }

    static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
