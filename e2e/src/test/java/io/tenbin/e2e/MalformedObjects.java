package io.tenbin.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The objects of {@code malformed.yaml}, which the API server refuses. */
final class MalformedObjects {
    static final ObjectMapper YAML = new YAMLMapper();

    /** The rule that is tested without a case in the file, for its object is large. */
    static final String TOO_MANY_RULES = "at most 10000 rules are allowed in all listeners together";

    private MalformedObjects() {}

    /** The cases: what is expected, and of which object. */
    static List<JsonNode> cases() throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        try (InputStream in = MalformedObjects.class.getResourceAsStream("/malformed.yaml")) {
            YAML.readTree(in).forEach(cases::add);
        }
        return cases;
    }

    /** A case's object, called {@code name} unless the case says otherwise. */
    static ObjectNode object(JsonNode wanted, String name) {
        ObjectNode object = YAML.createObjectNode()
                .put("apiVersion", "tenbin.io/v1alpha1")
                .put("kind", wanted.path("kind").asText());
        object.putObject("metadata").put("name", wanted.path("name").asText(name));
        object.set("spec", wanted.path("spec"));
        return object;
    }
}
