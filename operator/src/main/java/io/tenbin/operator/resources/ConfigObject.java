package io.tenbin.operator.resources;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.tenbin.config.EncodedConfig;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.ProxyConfigCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The ConfigMap that carries a LoadBalancer's configuration to its proxies. */
public final class ConfigObject {
    /** The configuration's hash, as the proxies acknowledge it. */
    public static final String HASH = "tenbin.io/config-hash";

    static final String PLAIN = "config.json";
    static final String COMPRESSED = "config.json.gz";
    /** An object's limit is 1 MiB, managed fields and encoding included. */
    static final int PLAIN_LIMIT = 512 * 1024;

    /** Leaves room for the rest of the object in etcd's limit. */
    private static final int LIMIT = 1_000_000;

    private ConfigObject() {}

    /** Equal configurations make equal objects. */
    public static ConfigMap of(Owner owner, EncodedConfig config) {
        byte[] bytes = config.json().getBytes(StandardCharsets.UTF_8);
        ConfigMapBuilder builder = new ConfigMapBuilder()
                .withMetadata(owner.metadata(owner.objectName()))
                .editMetadata()
                .withAnnotations(Map.of(HASH, config.hash()))
                .endMetadata();
        if (bytes.length <= PLAIN_LIMIT) {
            return builder.withData(Map.of(PLAIN, config.json())).build();
        }
        return builder.withBinaryData(Map.of(COMPRESSED, Base64.getEncoder().encodeToString(compress(bytes))))
                .build();
    }

    /** Whether the API server will take an object of this size. */
    public static boolean fits(ConfigMap object) {
        return object.getBinaryData().values().stream()
                        .mapToLong(String::length)
                        .sum()
                <= LIMIT;
    }

    /** The hash of the configuration in it. */
    public static String hash(ConfigMap object) {
        return Objects.requireNonNullElse(object.getMetadata().getAnnotations().get(HASH), "");
    }

    /** The configuration in force; empty if the object holds none that this version can read. */
    public static Optional<ProxyConfig> read(ConfigMap object) {
        try {
            String plain = object.getData() == null ? null : object.getData().get(PLAIN);
            if (plain != null) {
                return Optional.of(ProxyConfigCodec.decode(plain));
            }
            String packed = object.getBinaryData() == null
                    ? null
                    : object.getBinaryData().get(COMPRESSED);
            if (packed == null) {
                return Optional.empty();
            }
            return Optional.of(
                    ProxyConfigCodec.decode(decompress(Base64.getDecoder().decode(packed))));
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static byte[] compress(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 8);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return out.toByteArray();
    }

    private static String decompress(byte[] bytes) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
