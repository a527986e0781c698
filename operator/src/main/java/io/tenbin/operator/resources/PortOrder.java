package io.tenbin.operator.resources;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which ports the public Service has next, so that no client is ever sent to a pod port that nobody has bound: a
 * new port is added when the ready proxies have bound it, a removed one goes at once (and the caller writes the
 * Service before the configuration), a port that moves to another pod port moves when that one is bound.
 *
 * @param ports the Service's ports, in the order of the listeners
 * @param waiting ports that clients cannot use yet, because a ready proxy has not bound them
 */
public record PortOrder(List<Port> ports, List<Port> waiting) {

    public PortOrder {
        ports = List.copyOf(ports);
        waiting = List.copyOf(waiting);
    }

    /**
     * A port of the Service.
     *
     * @param name the listener's
     * @param port what clients use
     * @param targetPort what the pods bind
     */
    public record Port(String name, int port, int targetPort) {}

    /** A Service that does not exist yet gets all its ports at once: nobody can rely on one. */
    public static PortOrder initial(List<Port> wanted) {
        return new PortOrder(wanted, List.of());
    }

    /**
     * The next step for a Service that exists.
     *
     * @param bound the pod ports that each ready proxy has bound; empty if no proxy is ready
     */
    public static PortOrder next(List<Port> wanted, List<Port> current, Collection<Set<Integer>> bound) {
        Map<Integer, Port> now = new HashMap<>();
        current.forEach(port -> now.put(port.port(), port));
        List<Port> ports = new ArrayList<>();
        List<Port> waiting = new ArrayList<>();
        for (Port port : wanted) {
            Port before = now.get(port.port());
            if (before != null && before.targetPort() == port.targetPort()) {
                ports.add(port);
            } else if (bound.stream().allMatch(ofProxy -> ofProxy.contains(port.targetPort()))) {
                ports.add(port);
            } else {
                waiting.add(port);
                if (before != null) {
                    ports.add(new Port(port.name(), before.port(), before.targetPort()));
                }
            }
        }
        // A Service without a port is invalid, and a port that was never there cannot be missed for a moment.
        return ports.isEmpty() ? initial(wanted) : new PortOrder(ports, waiting);
    }
}
