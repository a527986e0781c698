package io.tenbin.config;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many connections of clients a proxy has at the same time. Whoever comes when there are as many waits to be accepted.
 *
 * @param total over all listeners, at least 0; 0 for what memory and file descriptors allow (HAProxy's global {@code maxconn})
 * @param listeners of single listeners by name, at least 1, and at most the total if that is given ({@code maxconn} of a
 *     {@code frontend}); one that is not here has no limit of its own
 */
public record MaxConnectionsConfig(int total, SortedMap<String, Integer> listeners) {
    /** None but what memory and file descriptors allow. */
    public static final MaxConnectionsConfig DEFAULT = new MaxConnectionsConfig(0, new TreeMap<>());

    public MaxConnectionsConfig {
        Check.atLeast("maxConnections.total", total, 0);
        int most = total == 0 ? Integer.MAX_VALUE : total;
        listeners.forEach((name, value) -> Check.range("maxConnections.listeners." + name, value, 1, most));
        listeners = Collections.unmodifiableSortedMap(new TreeMap<>(listeners));
    }

    /** Of this listener alone; 0 for none. */
    public int ofListener(String name) {
        return listeners.getOrDefault(name, 0);
    }
}
