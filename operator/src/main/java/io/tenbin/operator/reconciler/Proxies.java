package io.tenbin.operator.reconciler;

import io.tenbin.operator.proxies.ProxyPod;
import io.tenbin.operator.proxies.ProxyReport;
import io.tenbin.operator.proxies.ProxyReport.EndpointCount;
import io.tenbin.operator.resources.PortOrder.Port;
import io.tenbin.operator.status.BackendObservation;
import io.tenbin.operator.status.Progress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A LoadBalancer's proxies at one moment.
 *
 * @param seen all pods, each with its latest report if there is one
 * @param asked whether each that counts has been asked once; before that, no report means nothing yet
 */
record Proxies(List<Seen> seen, boolean asked) {

    Proxies {
        seen = List.copyOf(seen);
    }

    /** A pod and what it says. */
    record Seen(ProxyPod pod, Optional<ProxyReport> report) {}

    /** The pod ports that each ready proxy has bound; none for one that does not answer. */
    List<Set<Integer>> bound() {
        return seen.stream()
                .filter(proxy -> proxy.pod().ready() && proxy.pod().counted())
                .map(proxy -> proxy.report().map(ProxyReport::boundPorts).orElse(Set.of()))
                .toList();
    }

    /**
     * How many share limits that are of all together: those that can serve, and those that are about to, so that the sum stays
     * within the limit when they begin. At least 1.
     *
     * @param expected as many, while there is none yet
     */
    int sharing(int expected) {
        long sharing = seen.stream()
                .filter(proxy -> proxy.pod().counted() || proxy.pod().address() != null)
                .count();
        return (int) Math.max(1, sharing == 0 ? expected : sharing);
    }

    /** Whether each that counts is known to have this configuration. */
    boolean allHave(String configHash) {
        return asked
                && seen.stream()
                        .filter(proxy -> proxy.pod().counted())
                        .allMatch(proxy -> proxy.report()
                                .map(ProxyReport::configHash)
                                .filter(configHash::equals)
                                .isPresent());
    }

    Progress progress(String configHash, List<Port> waiting) {
        List<Seen> counted =
                seen.stream().filter(proxy -> proxy.pod().counted()).toList();
        return new Progress(
                (int) seen.stream().filter(proxy -> proxy.pod().ready()).count(),
                (int) counted.stream()
                        .filter(proxy -> proxy.report()
                                .map(ProxyReport::configHash)
                                .filter(configHash::equals)
                                .isPresent())
                        .count(),
                counted.size(),
                counted.stream()
                        .flatMap(proxy -> proxy.report().stream())
                        .map(ProxyReport::rejected)
                        .filter(words -> !words.isEmpty())
                        .findFirst()
                        .orElse(""),
                waiting.stream().map(Port::port).toList());
    }

    /** A Backend's endpoints as the worst of the ready proxies sees them; draining ones need no endpoints any more. */
    Optional<EndpointCount> endpoints(String backend) {
        return BackendObservation.worst(seen.stream()
                .filter(proxy -> proxy.pod().ready())
                .flatMap(proxy -> proxy.report().stream())
                .flatMap(report -> Optional.ofNullable(report.endpoints().get(backend)).stream())
                .toList());
    }
}
