package io.tenbin.proxy.source;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tenbin.config.EncodedConfig;
import io.tenbin.config.MaterialName;
import io.tenbin.config.Materials;
import io.tenbin.proxy.snapshot.DiscoveredEndpoint;
import io.tenbin.proxy.snapshot.ServiceKey;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was seen last, for a container that restarts while the API server is away. A file is replaced by a rename, so a
 * reader sees the old one or the new one. Nothing here ever fails a proxy: what cannot be written or read is logged and
 * done without.
 */
final class StateDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(StateDirectory.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rw-------");
    private static final String CONFIG = "config.json";
    private static final String MATERIALS = "materials";
    private static final String ENDPOINTS = "endpoints.json";

    private final @Nullable Path directory;

    /**
     * A directory that exists or can be made.
     *
     * @param directory null to remember nothing
     */
    StateDirectory(@Nullable Path directory) {
        this.directory = directory;
    }

    /** The endpoints of a Service as they are stored. */
    private record StoredService(String namespace, String service, List<StoredEndpoint> endpoints) {}

    private record StoredEndpoint(
            String key,
            String name,
            String address,
            Map<String, Integer> ports,
            boolean ready,
            boolean serving,
            boolean terminating) {}

    void saveConfig(EncodedConfig config) {
        replace(CONFIG, config.json());
    }

    /** To be called before {@link #saveConfig} of what names them, so that what is read later is whole. */
    void saveMaterials(Materials materials) {
        materials.texts().forEach((name, text) -> {
            if (directory != null && !Files.exists(directory.resolve(MATERIALS).resolve(name.digest()))) {
                replace(MATERIALS + "/" + name.digest(), text);
            }
        });
    }

    /** Forgets all but these. */
    void keepMaterials(Materials materials) {
        Path all = directory == null ? null : directory.resolve(MATERIALS);
        if (all == null || !Files.isDirectory(all)) {
            return;
        }
        Set<String> kept =
                materials.texts().keySet().stream().map(MaterialName::digest).collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(all)) {
            for (Path file : files.toList()) {
                if (!kept.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            LOG.warn("state directory={} cannot be tidied reason=\"{}\"", MATERIALS, e.getMessage());
        }
    }

    Materials materials() {
        return MaterialFiles.in(directory == null ? null : directory.resolve(MATERIALS));
    }

    /** Where {@link #saveConfig} writes; null if nothing is remembered. */
    @Nullable
    Path configFile() {
        return directory == null ? null : directory.resolve(CONFIG);
    }

    void saveEndpoints(Map<ServiceKey, List<DiscoveredEndpoint>> services) {
        List<StoredService> stored = new ArrayList<>();
        services.forEach((key, endpoints) -> stored.add(new StoredService(
                key.namespace(),
                key.service(),
                endpoints.stream().map(StateDirectory::stored).toList())));
        try {
            replace(ENDPOINTS, JSON.writeValueAsString(stored));
        } catch (IOException e) {
            throw new AssertionError("records of plain values always have a JSON form", e);
        }
    }

    Map<ServiceKey, List<DiscoveredEndpoint>> endpoints() {
        return read(ENDPOINTS).map(StateDirectory::parse).orElse(Map.of());
    }

    private static Map<ServiceKey, List<DiscoveredEndpoint>> parse(String json) {
        Map<ServiceKey, List<DiscoveredEndpoint>> services = new HashMap<>();
        try {
            for (StoredService service : JSON.readValue(json, new TypeReference<List<StoredService>>() {})) {
                List<DiscoveredEndpoint> endpoints = new ArrayList<>();
                for (StoredEndpoint e : service.endpoints) {
                    InetAddress address = InetAddress.ofLiteral(e.address);
                    endpoints.add(
                            new DiscoveredEndpoint(e.key, e.name, address, e.ports, e.ready, e.serving, e.terminating));
                }
                services.put(new ServiceKey(service.namespace, service.service), endpoints);
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("state file={} cannot be read reason=\"{}\"", ENDPOINTS, e.getMessage());
            return Map.of();
        }
        return services;
    }

    private static StoredEndpoint stored(DiscoveredEndpoint e) {
        return new StoredEndpoint(
                e.key(), e.name(), e.address().getHostAddress(), e.ports(), e.ready(), e.serving(), e.terminating());
    }

    private Optional<String> read(String name) {
        if (directory == null || !Files.exists(directory.resolve(name))) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(directory.resolve(name)));
        } catch (IOException e) {
            LOG.warn("state file={} cannot be read reason=\"{}\"", name, e.getMessage());
            return Optional.empty();
        }
    }

    private void replace(String name, String content) {
        if (directory == null) {
            return;
        }
        try {
            Path part = directory.resolve(name + ".part");
            Files.createDirectories(part.getParent());
            Files.deleteIfExists(part);
            Files.createFile(part, PosixFilePermissions.asFileAttribute(OWNERS));
            Files.writeString(part, content);
            Files.move(part, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("state file={} cannot be written reason=\"{}\"", name, e.getMessage());
        }
    }
}
