package io.tenbin.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What YAML makes of a text that has no quotes, and what to write instead. */
final class Unquoted {
    private Unquoted() {}

    /**
     * The rest of a sentence that says that a value is no string; empty if there is nothing to advise.
     *
     * @param pattern of the string that is wanted; null for any
     */
    static String hint(JsonNode value, @Nullable Pattern pattern) {
        boolean duration = pattern != null && Forms.describe(pattern.pattern()).startsWith("a duration");
        if (duration && value.isIntegralNumber()) {
            return "; a duration has a unit: write " + inSeconds(value.asLong()) + " or " + value.asText() + "ms";
        }
        if (duration) {
            return "";
        }
        return switch (value.getNodeType()) {
            case NUMBER, BOOLEAN -> "; quote it: write \"" + Quoted.bare(value.asText()) + "\"";
            case OBJECT -> "; quote the text if it begins with {, which YAML takes for an object";
            case ARRAY -> "; quote the text if it begins with [, which YAML takes for a list";
            case STRING, POJO, NULL, MISSING, BINARY -> "";
        };
    }

    private static String inSeconds(long number) {
        return (number >= 1000 && number % 1000 == 0 ? number / 1000 : number) + "s";
    }
}
