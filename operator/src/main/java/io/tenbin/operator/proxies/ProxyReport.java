package io.tenbin.operator.proxies;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a proxy says of itself.
 *
 * @param version rises with every change of the rest; what the next question is asked with
 * @param configHash the configuration in force there; empty before the first
 * @param boundPorts the pod ports that it accepts connections on
 * @param endpoints by Backend
 * @param rejected why the proxy refused the newest configuration that it saw; empty if it did not
 */
public record ProxyReport(
        String version,
        String configHash,
        Set<Integer> boundPorts,
        Map<String, EndpointCount> endpoints,
        String rejected) {

    public ProxyReport {
        boundPorts = Set.copyOf(boundPorts);
        endpoints = Map.copyOf(endpoints);
    }

    /**
     * A Backend's endpoints as one proxy sees them.
     *
     * @param total all that discovery knows
     * @param healthy those that get new work
     * @param draining those that are on their way out
     * @param unhealthy those that are down or ejected, as far as the proxy tells
     */
    public record EndpointCount(int total, int healthy, int draining, List<Unhealthy> unhealthy) {
        public EndpointCount {
            unhealthy = List.copyOf(unhealthy);
        }
    }

    /**
     * An endpoint that gets no new work.
     *
     * @param state {@code Down} or {@code Ejected}
     * @param reason how the last check of one that is down ended; empty if there was none
     * @param proxies how many see it so
     */
    public record Unhealthy(String server, String endpoint, String state, String reason, int proxies) {}
}
