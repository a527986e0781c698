package io.tenbin.coverage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The leaves of the specs in the generated definitions: fields that hold a value, or a list or map of values. One that has a
 * single allowed value, which is its default, cannot be set to another and does not count.
 */
public final class SchemaFields {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Path CHART = Path.of("..", "helm", "tenbin", "files", "crds");
    private static final Map<String, String> FILES =
            Map.of("LoadBalancer", "loadbalancers.tenbin.io.yaml", "Backend", "backends.tenbin.io.yaml");

    /** Parts that a listener has in common with its LoadBalancer. */
    private static final List<String> OF_LISTENERS = List.of("http", "timeouts", "logging", "tls");

    private SchemaFields() {}

    /** Paths of all leaves, and whether the schema requires each in the object that it stands in. */
    public static Map<String, Boolean> leaves() throws IOException {
        Map<String, Boolean> leaves = new TreeMap<>();
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            JsonNode definition = YAML.readTree(CHART.resolve(file.getValue()).toFile());
            JsonNode spec = definition.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
            walk(file.getKey() + ".spec", spec, true, leaves::put);
        }
        return leaves;
    }

    /** The paths that stand for the same setting elsewhere are left out. */
    static Set<String> settings() throws IOException {
        Set<String> leaves = leaves().keySet();
        Set<String> settings = new LinkedHashSet<>(leaves);
        settings.removeIf(path -> {
            String same = setting(path);
            return !same.equals(path) && leaves.contains(same);
        });
        return settings;
    }

    private static String setting(String path) {
        for (String part : OF_LISTENERS) {
            String listener = "LoadBalancer.spec.listeners[]." + part + ".";
            if (path.startsWith(listener)) {
                return "LoadBalancer.spec." + part + "." + path.substring(listener.length());
            }
        }
        String check = "Backend.spec.servers[].healthCheck.";
        if (path.startsWith(check)) {
            return "Backend.spec.healthCheck." + path.substring(check.length());
        }
        return path.startsWith("Backend.spec.defaults.")
                ? path.replace("Backend.spec.defaults.", "Backend.spec.servers[].")
                : path;
    }

    private static void walk(String path, JsonNode schema, boolean required, BiConsumer<String, Boolean> leaf) {
        if (schema.has("properties")) {
            Set<String> needed = new LinkedHashSet<>();
            schema.path("required").forEach(name -> needed.add(name.asText()));
            schema.path("properties")
                    .properties()
                    .forEach(field ->
                            walk(path + "." + field.getKey(), field.getValue(), needed.contains(field.getKey()), leaf));
        } else if (schema.path("items").has("properties")) {
            walk(path + "[]", schema.path("items"), required, leaf);
        } else if (schema.path("enum").size() != 1) {
            leaf.accept(path, required);
        }
    }
}
