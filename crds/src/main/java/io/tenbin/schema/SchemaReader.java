package io.tenbin.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From the schema in a definition to {@link Schema}. What it does not know is an error: nothing goes unchecked unnoticed. */
final class SchemaReader {
    private static final Set<String> KNOWN = Set.of(
            "additionalProperties",
            "anyOf",
            "default",
            "description",
            "enum",
            "format",
            "items",
            "maxItems",
            "maxLength",
            "maxProperties",
            "maximum",
            "minItems",
            "minLength",
            "minimum",
            "pattern",
            "properties",
            "required",
            "type",
            "x-kubernetes-int-or-string",
            "x-kubernetes-list-map-keys",
            "x-kubernetes-list-type",
            "x-kubernetes-validations");

    private SchemaReader() {}

    static Schema read(JsonNode schema) {
        schema.fieldNames().forEachRemaining(keyword -> {
            if (!KNOWN.contains(keyword)) {
                throw new IllegalArgumentException("unknown keyword " + keyword);
            }
        });
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            return new Schema.WholeOrText(whole(schema), text(schema));
        }
        String type = schema.path("type").asText();
        return switch (type) {
            case "object" -> schema.has("additionalProperties") ? entries(schema) : fields(schema);
            case "array" -> items(schema);
            case "string" -> text(schema);
            case "integer" -> whole(schema);
            case "boolean" -> new Schema.Truth();
            default -> throw new IllegalArgumentException("unknown type " + type);
        };
    }

    private static Schema fields(JsonNode schema) {
        Map<String, Schema> properties = new LinkedHashMap<>();
        schema.path("properties").properties().forEach(entry -> properties.put(entry.getKey(), read(entry.getValue())));
        return new Schema.Fields(properties, new LinkedHashSet<>(texts(schema.path("required"))));
    }

    private static Schema entries(JsonNode schema) {
        return new Schema.Entries(
                read(schema.path("additionalProperties")),
                schema.path("maxProperties").asLong(Long.MAX_VALUE));
    }

    private static Schema items(JsonNode schema) {
        List<String> keys = texts(schema.path("x-kubernetes-list-map-keys"));
        return new Schema.Items(
                read(schema.path("items")),
                schema.path("minItems").asLong(0),
                schema.path("maxItems").asLong(Long.MAX_VALUE),
                schema.path("x-kubernetes-list-type").asText("atomic"),
                keys.isEmpty() ? null : keys.getFirst());
    }

    private static Schema.Whole whole(JsonNode schema) {
        boolean narrow = schema.path("format").asText().equals("int32");
        return new Schema.Whole(
                schema.path("minimum").asLong(narrow ? Integer.MIN_VALUE : Long.MIN_VALUE),
                schema.path("maximum").asLong(narrow ? Integer.MAX_VALUE : Long.MAX_VALUE));
    }

    private static Schema.Text text(JsonNode schema) {
        return new Schema.Text(
                schema.path("minLength").asLong(0),
                schema.path("maxLength").asLong(Long.MAX_VALUE),
                pattern(schema.path("pattern").asText("")),
                texts(schema.path("enum")));
    }

    /** All patterns are anchored, so that matching the whole text means the same as finding one does to the API server. */
    private static @Nullable Pattern pattern(String regex) {
        if (regex.isEmpty()) {
            return null;
        }
        if (!regex.startsWith("^") || !regex.endsWith("$")) {
            throw new IllegalArgumentException("not anchored: " + regex);
        }
        return Pattern.compile(regex);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}
