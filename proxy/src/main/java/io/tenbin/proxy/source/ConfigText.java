package io.tenbin.proxy.source;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The forms in which a configuration's text arrives: plain, or gzipped when it is large. */
final class ConfigText {
    static final String PLAIN = "config.json";
    static final String COMPRESSED = "config.json.gz";

    /** More than any ConfigMap unpacks to, unless it was made to exhaust memory. */
    private static final int LARGEST = 64 << 20;

    private ConfigText() {}

    /**
     * The text in a ConfigMap.
     *
     * @throws IOException if there is none; the message says what is missing
     */
    static String of(ConfigMap object) throws IOException {
        Map<String, String> data = object.getData();
        if (data != null && data.containsKey(PLAIN)) {
            return data.get(PLAIN);
        }
        Map<String, String> binary = object.getBinaryData();
        if (binary != null && binary.containsKey(COMPRESSED)) {
            try {
                return unpack(new ByteArrayInputStream(Base64.getDecoder().decode(binary.get(COMPRESSED))));
            } catch (IllegalArgumentException e) {
                throw new IOException(COMPRESSED + " is not base64", e);
            }
        }
        throw new IOException("it has neither " + PLAIN + " nor " + COMPRESSED);
    }

    /** The file itself, or its gzipped form beside it, as a ConfigMap is mounted; null if there is neither. */
    static @Nullable Path file(Path plain) {
        if (Files.exists(plain)) {
            return plain;
        }
        Path compressed = plain.resolveSibling(plain.getFileName() + ".gz");
        return Files.exists(compressed) ? compressed : null;
    }

    /** The text in a file that {@link #file} named. */
    static String read(Path file) throws IOException {
        if (file.getFileName().toString().endsWith(".gz")) {
            try (InputStream in = Files.newInputStream(file)) {
                return unpack(in);
            }
        }
        return Files.readString(file);
    }

    private static String unpack(InputStream packed) throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(packed)) {
            byte[] bytes = gzip.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException("it unpacks to more than " + LARGEST + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
