package io.tenbin.operator.resources;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Whether one JSON value says all that another does. Fields and list elements beyond that are allowed (defaults, other
 * writers), except where more would mean something else: a right in a Role, a label in a selector, an argument. An
 * element of a list is found wherever it stands, and quantities are compared by amount, since the API server writes
 * {@code 1000m} as {@code 1}.
 */
final class Containment {
    /** Fields that are ours alone, whole. The API server adds nothing to them. */
    private static final Set<String> WHOLE = Set.of(
            "rules",
            "apiGroups",
            "resources",
            "resourceNames",
            "verbs",
            "subjects",
            "selector",
            "matchLabels",
            "nodeSelector",
            "args",
            "tolerations",
            "drop",
            "data",
            "binaryData");

    private Containment() {}

    static boolean holds(JsonNode desired, JsonNode actual) {
        if (desired.isObject()) {
            return actual.isObject()
                    && desired.properties().stream()
                            .allMatch(field -> holds(field.getKey(), field.getValue(), actual.path(field.getKey())));
        }
        if (desired.isArray()) {
            return actual.isArray()
                    && StreamSupport.stream(desired.spliterator(), false).allMatch(element -> isAmong(element, actual));
        }
        return desired.equals(actual)
                || desired.asText().equals(actual.asText())
                || isSameQuantity(desired.asText(), actual.asText());
    }

    private static boolean holds(String field, JsonNode desired, JsonNode actual) {
        // A container's resources are an object, a rule's a list.
        boolean whole = WHOLE.contains(field) && (desired.isArray() || !field.equals("resources"));
        return holds(desired, actual) && (!whole || desired.size() == actual.size());
    }

    private static boolean isAmong(JsonNode element, JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).anyMatch(candidate -> holds(element, candidate));
    }

    private static boolean isSameQuantity(String one, String other) {
        if (one.isEmpty()
                || other.isEmpty()
                || !Character.isDigit(one.charAt(0))
                || !Character.isDigit(other.charAt(0))) {
            return false;
        }
        try {
            return Quantity.getAmountInBytes(Quantity.parse(one))
                            .compareTo(Quantity.getAmountInBytes(Quantity.parse(other)))
                    == 0;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return false;
        }
    }
}
