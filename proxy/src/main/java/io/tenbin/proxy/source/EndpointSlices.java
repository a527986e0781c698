package io.tenbin.proxy.source;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.tenbin.proxy.snapshot.DiscoveredEndpoint;
import io.tenbin.proxy.snapshot.ServiceKey;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What EndpointSlices say, by Service. A Service has many slices, in which an address may stand twice while the
 * controller moves it from one to another.
 */
final class EndpointSlices {
    static final String SERVICE_LABEL = "kubernetes.io/service-name";
    private static final String IPV4 = "IPv4";
    private static final String IPV6 = "IPv6";

    /** Best last: what can take work counts where an address is told of twice. */
    private static final Comparator<DiscoveredEndpoint> BY_FITNESS = Comparator.comparing(DiscoveredEndpoint::ready)
            .thenComparing(DiscoveredEndpoint::serving)
            .thenComparing(endpoint -> !endpoint.terminating());

    private EndpointSlices() {}

    /** The Service that the slice belongs to; null for one that belongs to none. */
    static @Nullable ServiceKey service(EndpointSlice slice) {
        Map<String, String> labels = slice.getMetadata().getLabels();
        String service = labels == null ? null : labels.get(SERVICE_LABEL);
        if (service == null || service.isEmpty()) {
            return null;
        }
        String namespace = slice.getMetadata().getNamespace();
        return new ServiceKey(namespace == null || namespace.isEmpty() ? "default" : namespace, service);
    }

    /**
     * The endpoints of every Service that has a slice, by name and then address. Where a Service has IPv4 endpoints,
     * its IPv6 ones, which are the same pods again, are left out.
     */
    static Map<ServiceKey, List<DiscoveredEndpoint>> merge(Collection<EndpointSlice> slices) {
        Map<ServiceKey, Map<String, Map<InetAddress, DiscoveredEndpoint>>> families = new HashMap<>();
        for (EndpointSlice slice : slices) {
            ServiceKey service = service(slice);
            if (service != null) {
                Map<String, Map<InetAddress, DiscoveredEndpoint>> ofService =
                        families.computeIfAbsent(service, key -> new HashMap<>());
                if (IPV4.equals(slice.getAddressType()) || IPV6.equals(slice.getAddressType())) {
                    read(slice, ofService.computeIfAbsent(slice.getAddressType(), key -> new LinkedHashMap<>()));
                }
            }
        }
        Map<ServiceKey, List<DiscoveredEndpoint>> merged = new HashMap<>();
        families.forEach((service, byFamily) -> {
            Map<InetAddress, DiscoveredEndpoint> ipv4 = byFamily.getOrDefault(IPV4, Map.of());
            Collection<DiscoveredEndpoint> chosen =
                    (ipv4.isEmpty() ? byFamily.getOrDefault(IPV6, Map.of()) : ipv4).values();
            merged.put(
                    service,
                    chosen.stream()
                            .sorted(Comparator.comparing(DiscoveredEndpoint::name)
                                    .thenComparing(
                                            endpoint -> endpoint.address().getHostAddress()))
                            .toList());
        });
        return merged;
    }

    private static void read(EndpointSlice slice, Map<InetAddress, DiscoveredEndpoint> into) {
        Map<String, Integer> ports = ports(slice.getPorts());
        for (Endpoint endpoint : orEmpty(slice.getEndpoints())) {
            List<String> addresses = orEmpty(endpoint.getAddresses());
            InetAddress address = addresses.isEmpty() ? null : Addresses.literal(addresses.getFirst());
            if (address != null) {
                DiscoveredEndpoint read = endpoint(endpoint, address, ports);
                into.merge(address, read, (a, b) -> BY_FITNESS.compare(a, b) > 0 ? a : b);
            }
        }
    }

    private static DiscoveredEndpoint endpoint(Endpoint endpoint, InetAddress address, Map<String, Integer> ports) {
        EndpointConditions conditions = endpoint.getConditions();
        Boolean readyOrNull = conditions == null ? null : conditions.getReady();
        Boolean servingOrNull = conditions == null ? null : conditions.getServing();
        Boolean terminating = conditions == null ? null : conditions.getTerminating();
        boolean ready = readyOrNull == null || readyOrNull;
        boolean serving = servingOrNull == null ? ready : servingOrNull;
        ObjectReference target = endpoint.getTargetRef();
        String uid = target == null ? null : target.getUid();
        String name = target == null ? null : target.getName();
        String literal = address.getHostAddress();
        return new DiscoveredEndpoint(
                uid == null || uid.isEmpty() ? literal : uid,
                name == null || name.isEmpty() ? literal : name,
                address,
                ports,
                ready,
                serving,
                terminating != null && terminating);
    }

    /** A port without a number stands for all ports, and cannot be connected to. */
    private static Map<String, Integer> ports(@Nullable List<EndpointPort> ports) {
        Map<String, Integer> byName = new HashMap<>();
        for (EndpointPort port : orEmpty(ports)) {
            boolean tcp = port.getProtocol() == null || port.getProtocol().equals("TCP");
            if (tcp && port.getPort() != null) {
                byName.put(port.getName() == null ? "" : port.getName(), port.getPort());
            }
        }
        return byName;
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
