package io.tenbin.config;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many connections of clients there are at the same time. Whoever comes when there are as many waits to be accepted.
 *
 * @param total over all listeners, at least 0; 0 for what memory and file descriptors allow (HAProxy's global {@code maxconn})
 * @param listeners of single listeners by name, at least 1, and at most the total if that is given ({@code maxconn} of a
 *     {@code frontend}); one that is not here has no limit of its own
 * @param sharedBy proxies among which all limits are divided, those of servers too; 0 if each proxy has them whole
 */
public record MaxConnectionsConfig(int total, SortedMap<String, Integer> listeners, int sharedBy) {
    /** None but what memory and file descriptors allow. */
    public static final MaxConnectionsConfig DEFAULT = new MaxConnectionsConfig(0, new TreeMap<>(), 0);

    public MaxConnectionsConfig {
        Check.atLeast("maxConnections.total", total, 0);
        int most = total == 0 ? Integer.MAX_VALUE : total;
        listeners.forEach((name, value) -> Check.range("maxConnections.listeners." + name, value, 1, most));
        Check.atLeast("maxConnections.sharedBy", sharedBy, 0);
        listeners = Collections.unmodifiableSortedMap(new TreeMap<>(listeners));
    }

    /** What one of so many proxies gets of a limit, at least 1; 0 stays what it is, none. */
    public static int share(int limit, int proxies) {
        return limit == 0 ? 0 : Math.max(1, limit / Math.max(1, proxies));
    }

    /** The same, divided among so many proxies if it is divided at all. */
    public MaxConnectionsConfig among(int proxies) {
        return sharedBy == 0 ? this : new MaxConnectionsConfig(total, listeners, proxies);
    }

    /** Of one proxy over all listeners; 0 for none. */
    public int ofProxy() {
        return share(total, sharedBy);
    }

    /** Of this listener alone in one proxy; 0 for none. */
    public int ofListener(String name) {
        return share(listeners.getOrDefault(name, 0), sharedBy);
    }
}
