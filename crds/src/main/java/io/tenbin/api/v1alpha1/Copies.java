package io.tenbin.api.v1alpha1;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lists and maps of the resources: never null, never changing. */
final class Copies {
    private Copies() {}

    /** Null elements, which no API server stores, are left out. */
    static <T> List<T> of(@Nullable List<T> list) {
        return list == null ? List.of() : list.stream().filter(Objects::nonNull).toList();
    }

    /** Absent stays absent, where an empty list says something else. */
    static <T> @Nullable List<T> ofNullable(@Nullable List<T> list) {
        return list == null ? null : of(list);
    }

    /** The order is kept, and so are null values. */
    static <V> Map<String, V> of(@Nullable Map<String, V> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
