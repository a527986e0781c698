package io.tenbin.operator.resources;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.stream.StreamSupport;

/**
 * Whether one JSON value says all that another does. Fields and list elements beyond that are allowed (defaults, other
 * writers); an element of a list is found wherever it stands, and quantities are compared by amount, since the API
 * server writes {@code 1000m} as {@code 1}.
 */
final class Containment {
    private Containment() {}

    static boolean holds(JsonNode desired, JsonNode actual) {
        if (desired.isObject()) {
            return actual.isObject()
                    && desired.properties().stream()
                            .allMatch(field ->
                                    actual.has(field.getKey()) && holds(field.getValue(), actual.get(field.getKey())));
        }
        if (desired.isArray()) {
            return actual.isArray()
                    && StreamSupport.stream(desired.spliterator(), false).allMatch(element -> isAmong(element, actual));
        }
        return desired.equals(actual)
                || desired.asText().equals(actual.asText())
                || isSameQuantity(desired.asText(), actual.asText());
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
