package io.tenbin.proxy.source;

import io.fabric8.kubernetes.api.model.Secret;
import io.tenbin.config.Materials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The forms in which {@link Materials} arrive: a Secret, or a directory where it is mounted. Each text is called by its digest, and
 * is known by its content alone: a name that is wrong makes nothing else of it. What has another name is of no interest here.
 */
final class MaterialFiles {
    private static final Logger LOG = LoggerFactory.getLogger(MaterialFiles.class);
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");

    private MaterialFiles() {}

    static Materials of(Secret secret) {
        List<String> texts = new ArrayList<>();
        Map<String, String> data = secret.getData() == null ? Map.of() : secret.getData();
        data.forEach((name, encoded) -> {
            if (NAME.matcher(name).matches()) {
                try {
                    texts.add(new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8));
                } catch (IllegalArgumentException e) {
                    LOG.warn("material name={} is not base64", name);
                }
            }
        });
        return Materials.of(texts);
    }

    /** None if there is no such directory. */
    static Materials in(@Nullable Path directory) {
        if (directory == null || !Files.isDirectory(directory)) {
            return Materials.NONE;
        }
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (NAME.matcher(file.getFileName().toString()).matches()) {
                    texts.add(Files.readString(file));
                }
            }
        } catch (IOException e) {
            LOG.warn("materials directory={} cannot be read reason=\"{}\"", directory, e.getMessage());
        }
        return Materials.of(texts);
    }
}
