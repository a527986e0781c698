package io.tenbin.proxy.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a proxy's configuration is.
 *
 * @param namespace of the ConfigMap and of the Secret
 * @param name theirs
 * @param mounted the same ConfigMap's text as a file; null if it is not mounted
 * @param materials the directory where the same Secret is mounted; null if it is not
 * @param state a directory for what was seen last; null to remember nothing
 */
public record ConfigPlaces(
        String namespace,
        String name,
        @Nullable Path mounted,
        @Nullable Path materials,
        @Nullable Path state) {

    /** The ConfigMap, for messages. */
    String what() {
        return "configmap/" + name;
    }

    /** The mounted file and the remembered one, as far as they are there, and first the one that was written later. */
    List<Path> newest(@Nullable Path remembered) {
        return Stream.of(mounted == null ? null : ConfigText.file(mounted), remembered)
                .filter(Objects::nonNull)
                .filter(Files::exists)
                .sorted(Comparator.comparing(ConfigPlaces::modified).reversed())
                .toList();
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
