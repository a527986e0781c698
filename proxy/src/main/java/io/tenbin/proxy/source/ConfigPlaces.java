package io.tenbin.proxy.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a proxy's configuration is.
 *
 * @param namespace of the ConfigMap
 * @param configMap its name
 * @param mounted the same ConfigMap's text as a file; null if it is not mounted
 * @param state a directory for what was seen last; null to remember nothing
 */
public record ConfigPlaces(
        String namespace,
        String configMap,
        @Nullable Path mounted,
        @Nullable Path state) {

    /** The ConfigMap, for messages. */
    String what() {
        return "configmap/" + configMap;
    }

    /** The mounted file or the remembered one, whichever was written later; empty if there is neither. */
    Optional<Path> newest(@Nullable Path remembered) {
        return Stream.of(mounted == null ? null : ConfigText.file(mounted), remembered)
                .filter(Objects::nonNull)
                .filter(Files::exists)
                .max(Comparator.comparing(ConfigPlaces::modified));
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
