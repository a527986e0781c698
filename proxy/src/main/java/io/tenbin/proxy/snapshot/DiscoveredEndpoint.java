package io.tenbin.proxy.snapshot;

import java.net.InetAddress;
import java.util.Map;

/**
 * An endpoint as an EndpointSlice tells of it, one per address.
 *
 * @param key the pod's UID ({@code targetRef.uid}), or the address where nothing stands behind it
 * @param name the pod's name, or the address
 * @param address where it listens
 * @param ports its ports by the Service's port names; the only, unnamed one by the empty name
 * @param ready as in the slice; absent there means true
 * @param serving as in the slice; absent there means {@code ready}
 * @param terminating as in the slice; absent there means false
 */
public record DiscoveredEndpoint(
        String key,
        String name,
        InetAddress address,
        Map<String, Integer> ports,
        boolean ready,
        boolean serving,
        boolean terminating) {

    public DiscoveredEndpoint {
        ports = Map.copyOf(ports);
    }
}
