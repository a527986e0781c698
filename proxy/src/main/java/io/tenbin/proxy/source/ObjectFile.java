package io.tenbin.proxy.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.tenbin.api.v1alpha1.Backend;
import io.tenbin.api.v1alpha1.LoadBalancer;
import io.tenbin.schema.SchemaValidator;
import io.tenbin.translate.ObjectKey;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one file holds. Objects of kinds that are of no interest here, such as Deployments, are passed over.
 *
 * @param objects those that are well formed
 * @param broken names of those that are not, as far as they have one
 * @param readable false if something in the file cannot be said to be this object or that: any that it held before may be meant
 * @param complaints what is wrong
 */
record ObjectFile(
        List<FileObject> objects, Set<FileObject.Identity> broken, boolean readable, List<Complaint> complaints) {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String GROUP = "tenbin.io/";
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "tenbin.io/v1alpha1/LoadBalancer", LoadBalancer.class,
            "tenbin.io/v1alpha1/Backend", Backend.class,
            "v1/Service", Service.class,
            "v1/Secret", Secret.class,
            "v1/ConfigMap", ConfigMap.class,
            "discovery.k8s.io/v1/EndpointSlice", EndpointSlice.class);

    ObjectFile {
        objects = List.copyOf(objects);
        broken = Set.copyOf(broken);
        complaints = List.copyOf(complaints);
    }

    static ObjectFile read(Path file) {
        try {
            return parse(file, Files.readString(file));
        } catch (MalformedInputException e) {
            return unreadable(Complaint.error(file, 0, "", "not text in UTF-8"));
        } catch (IOException e) {
            return unreadable(Complaint.error(file, 0, "", "cannot be read: " + e));
        }
    }

    static ObjectFile parse(Path file, String text) {
        Reading reading = new Reading(file);
        try {
            for (YamlDocument document : YamlDocument.parse(text)) {
                reading.take(document);
            }
        } catch (YamlDocument.SyntaxException e) {
            return unreadable(Complaint.error(file, e.line(), "", e.reason()));
        }
        return new ObjectFile(reading.objects, reading.broken, !reading.nameless, reading.complaints);
    }

    private static ObjectFile unreadable(Complaint complaint) {
        return new ObjectFile(List.of(), Set.of(), false, List.of(complaint));
    }

    private static final class Reading {
        private final Path file;
        private final List<FileObject> objects = new ArrayList<>();
        private final Set<FileObject.Identity> broken = new HashSet<>();
        private final List<Complaint> complaints = new ArrayList<>();
        private boolean nameless;

        Reading(Path file) {
            this.file = file;
        }

        void take(YamlDocument document) {
            JsonNode root = document.root();
            String apiVersion = root.path("apiVersion").asText();
            String kind = root.path("kind").asText();
            if (apiVersion.isEmpty() || kind.isEmpty()) {
                complain(document, "", "not a Kubernetes object: apiVersion and kind are required");
            } else if (apiVersion.equals("v1") && kind.equals("List")) {
                document.elements("items").forEach(this::take);
            } else {
                Class<? extends HasMetadata> type = KINDS.get(apiVersion + "/" + kind);
                if (type != null) {
                    read(document, type);
                } else if (apiVersion.startsWith(GROUP)) {
                    complain(
                            document,
                            "kind",
                            "kind: " + apiVersion + " " + kind
                                    + " does not exist; there are LoadBalancer and Backend in tenbin.io/v1alpha1");
                }
            }
        }

        private void read(YamlDocument document, Class<? extends HasMetadata> type) {
            JsonNode root = document.root();
            if (root.path("metadata").path("name").asText().isEmpty()) {
                complain(document, "metadata", root.path("kind").asText() + ": metadata.name: is required");
                return;
            }
            FileObject.Identity identity = identity(root);
            List<Complaint> found = new ArrayList<>();
            SchemaValidator.of(root.path("apiVersion").asText(), identity.kind())
                    .ifPresent(schema -> schema.validate(root)
                            .forEach(violation ->
                                    found.add(error(document, identity, violation.fieldPath(), violation.toString()))));
            Optional<FileObject> object = Optional.empty();
            if (found.isEmpty()) {
                try {
                    object = Optional.of(new FileObject(file, document, MAPPER.treeToValue(root, type)));
                } catch (JsonProcessingException e) {
                    String path = path(e);
                    // The parser's words may quote the value.
                    String words = type == Secret.class ? "is not what a Secret has there" : e.getOriginalMessage();
                    found.add(error(document, identity, path, path + ": " + words));
                }
            }
            object.ifPresent(objects::add);
            if (object.isEmpty()) {
                broken.add(identity);
            }
            complaints.addAll(found);
        }

        /** Of something whose kind or name is not known. */
        private void complain(YamlDocument document, String path, String message) {
            nameless = true;
            complaints.add(Complaint.error(file, document.line(path), "", message));
        }

        private Complaint error(YamlDocument document, FileObject.Identity identity, String path, String message) {
            return Complaint.error(file, document.line(path), identity.toString(), message);
        }

        private static FileObject.Identity identity(JsonNode root) {
            String namespace = root.path("metadata").path("namespace").asText();
            return new FileObject.Identity(
                    root.path("kind").asText(),
                    new ObjectKey(
                            namespace.isEmpty() ? "default" : namespace,
                            root.path("metadata").path("name").asText()));
        }

        private static String path(JsonProcessingException e) {
            return e instanceof JsonMappingException mapping
                    ? mapping.getPath().stream()
                            .map(step -> step.getFieldName() == null
                                    ? "[" + step.getIndex() + "]"
                                    : "." + step.getFieldName())
                            .collect(Collectors.joining())
                            .replaceFirst("^\\.", "")
                    : "";
        }
    }
}
