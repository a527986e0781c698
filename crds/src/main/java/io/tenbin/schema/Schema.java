package io.tenbin.schema;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The part of structural schemas that the definitions use. Bounds include both ends. */
sealed interface Schema {

    /**
     * An object of known fields.
     *
     * @param properties the fields
     * @param required those that must be there
     */
    record Fields(Map<String, Schema> properties, Set<String> required) implements Schema {}

    /** Any keys, with values of one kind. */
    record Entries(Schema values, long maxEntries) implements Schema {}

    /**
     * A list.
     *
     * @param listType {@code atomic}, {@code set} or {@code map}
     * @param key of a {@code map}
     */
    record Items(
            Schema items,
            long min,
            long max,
            String listType,
            @Nullable String key) implements Schema {}

    /** Lengths are in code points. */
    record Text(long minLength, long maxLength, @Nullable Pattern pattern, List<String> words) implements Schema {}

    /** Whole numbers. */
    record Whole(long min, long max) implements Schema {}

    /** A whole number or a text, each with its own bounds. */
    record WholeOrText(Whole whole, Text text) implements Schema {}

    /** True or false. */
    record Truth() implements Schema {}
}
