package io.tenbin.proxy.snapshot;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All that discovery knows, as one value.
 *
 * @param services endpoints by Service. One that is absent was never seen: its cluster address is used, if it has one. An
 *     empty list means that it has no endpoints
 * @param hosts addresses of the DNS names that address servers bear; one that is absent has no address yet
 */
public record Discovery(Map<ServiceKey, List<DiscoveredEndpoint>> services, Map<String, InetAddress> hosts) {

    /** Nothing was seen yet. */
    public static final Discovery EMPTY = new Discovery(Map.of(), Map.of());

    public Discovery {
        Map<ServiceKey, List<DiscoveredEndpoint>> copy = new HashMap<>();
        services.forEach((service, endpoints) -> copy.put(service, List.copyOf(endpoints)));
        services = Map.copyOf(copy);
        hosts = Map.copyOf(hosts);
    }
}
