package io.tenbin.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** One object against its schema. Ends after {@link #MOST} violations. */
final class SchemaWalk {
    private static final int MOST = 100;

    private static final List<String> ROOT = List.of("apiVersion", "kind", "metadata", "spec", "status");

    private final List<Violation> violations = new ArrayList<>();

    List<Violation> violations() {
        return List.copyOf(violations);
    }

    /** A whole object: what all kinds have, and a spec. */
    void checkObject(JsonNode object, Schema spec) {
        if (!expect("object", object.isObject(), object, "an object")) {
            return;
        }
        for (String name : (Iterable<String>) object::fieldNames) {
            if (!ROOT.contains(name)) {
                add(
                        Quoted.bare(name),
                        "is not a field" + meant(name, ROOT) + "; allowed are " + String.join(", ", ROOT));
            }
        }
        if (object.has("spec")) {
            check("spec", spec, object.get("spec"));
        } else {
            add("spec", "is required");
        }
    }

    void check(String path, Schema schema, JsonNode value) {
        if (violations.size() >= MOST) {
            return;
        }
        switch (schema) {
            case Schema.Fields fields -> fields(path, fields, value);
            case Schema.Entries entries -> entries(path, entries, value);
            case Schema.Items items -> items(path, items, value);
            case Schema.Text text -> text(path, text, value, "a string");
            case Schema.Whole whole -> whole(path, whole, value, "a whole number");
            case Schema.WholeOrText either -> {
                if (value.isTextual()) {
                    text(path, either.text(), value, "a string");
                } else {
                    whole(path, either.whole(), value, "a whole number or a string");
                }
            }
            case Schema.Truth _ -> expect(path, value.isBoolean(), value, "true or false");
        }
    }

    private void fields(String path, Schema.Fields schema, JsonNode value) {
        if (!expect(path, value.isObject(), value, "an object")) {
            return;
        }
        String prefix = path.isEmpty() ? "" : path + ".";
        for (String name : schema.required()) {
            if (!value.has(name)) {
                add(prefix + name, "is required");
            }
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            Schema property = schema.properties().get(field.getKey());
            if (property != null) {
                check(prefix + field.getKey(), property, field.getValue());
            } else {
                List<String> allowed = List.copyOf(schema.properties().keySet());
                add(
                        prefix + Quoted.bare(field.getKey()),
                        "is not a field" + meant(field.getKey(), allowed) + "; allowed are "
                                + String.join(", ", allowed));
            }
        }
    }

    private void entries(String path, Schema.Entries schema, JsonNode value) {
        if (expect(path, value.isObject(), value, "an object") && bounded(path, value.size(), 0, schema.maxEntries())) {
            value.properties()
                    .forEach(entry ->
                            check(path + "." + Quoted.bare(entry.getKey()), schema.values(), entry.getValue()));
        }
    }

    private void items(String path, Schema.Items schema, JsonNode value) {
        if (!expect(path, value.isArray(), value, "a list")
                || !bounded(path, value.size(), schema.min(), schema.max())) {
            return;
        }
        Map<JsonNode, Integer> seen = new HashMap<>();
        for (int i = 0; i < value.size(); i++) {
            JsonNode item = value.get(i);
            check(path + "[" + i + "]", schema.items(), item);
            JsonNode identity = schema.key() == null ? item : item.path(schema.key());
            if (!schema.listType().equals("atomic") && identity.isTextual()) {
                Integer first = seen.putIfAbsent(identity, i);
                if (first != null) {
                    String at = schema.key() == null ? "" : "." + schema.key();
                    add(
                            path + "[" + i + "]" + at,
                            Quoted.of(identity.asText()) + " is that of " + path + "[" + first
                                    + "] already; each is allowed once");
                }
            }
        }
    }

    private void text(String path, Schema.Text schema, JsonNode value, String expected) {
        if (!value.isTextual()) {
            add(path, describe(value) + " is not " + expected + Unquoted.hint(value, schema.pattern()));
            return;
        }
        String text = value.asText();
        int length = text.codePointCount(0, text.length());
        Pattern pattern = schema.pattern();
        if (!schema.words().isEmpty()) {
            if (!schema.words().contains(text)) {
                add(
                        path,
                        Quoted.of(text) + " is not allowed" + meant(text, schema.words()) + "; allowed: "
                                + String.join(", ", schema.words()));
            }
        } else if (length < schema.minLength() || length > schema.maxLength()) {
            add(
                    path,
                    Quoted.of(text) + " has " + length + " characters; allowed are " + schema.minLength() + " to "
                            + schema.maxLength());
        } else if (pattern != null && !pattern.matcher(text).matches()) {
            add(path, Quoted.of(text) + " is not " + Forms.describe(pattern.pattern()));
        }
    }

    private void whole(String path, Schema.Whole schema, JsonNode value, String expected) {
        if (!expect(path, value.isIntegralNumber(), value, expected)) {
            return;
        }
        boolean inBounds = value.canConvertToLong() && value.asLong() >= schema.min() && value.asLong() <= schema.max();
        if (!inBounds) {
            add(
                    path,
                    Quoted.bare(value.asText()) + " is out of bounds; allowed are "
                            + (schema.max() == Long.MAX_VALUE
                                    ? schema.min() + " and more"
                                    : schema.min() + " to " + schema.max()));
        }
    }

    private boolean bounded(String path, long size, long min, long max) {
        if (size < min || size > max) {
            add(path, "has " + size + " entries; allowed are " + min + " to " + max);
            return false;
        }
        return true;
    }

    private boolean expect(String path, boolean holds, JsonNode value, String expected) {
        if (!holds) {
            add(path, describe(value) + " is not " + expected);
        }
        return holds;
    }

    private static String describe(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO -> "an object";
            case ARRAY -> "a list";
            case STRING -> "the string " + Quoted.of(value.asText());
            case NUMBER, BOOLEAN -> Quoted.bare(value.asText());
            case NULL, MISSING, BINARY -> "nothing";
        };
    }

    private static String meant(String word, List<String> allowed) {
        return NearMatch.of(word, allowed)
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
    }

    private void add(String path, String message) {
        if (violations.size() < MOST) {
            violations.add(new Violation(path, message));
        }
    }
}
