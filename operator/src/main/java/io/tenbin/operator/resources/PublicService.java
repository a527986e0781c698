package io.tenbin.operator.resources;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.tenbin.api.v1alpha1.LoadBalancerServiceSpec;
import io.tenbin.config.ProxyConfig;
import io.tenbin.operator.resources.PortOrder.Port;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The Service that clients use, under the LoadBalancer's own name. */
public final class PublicService {
    private PublicService() {}

    /** The Service with these ports, see {@link PortOrder}. */
    public static Service of(Owner owner, @Nullable LoadBalancerServiceSpec spec, List<Port> ports) {
        return new ServiceBuilder()
                .withMetadata(owner.metadata(owner.name()))
                .withNewSpec()
                .withType(spec == null || spec.type() == null ? "ClusterIP" : spec.type())
                .withLoadBalancerClass(spec == null ? null : spec.loadBalancerClass())
                .withExternalTrafficPolicy(spec == null ? null : spec.externalTrafficPolicy())
                .withSelector(owner.selector())
                .withPorts(ports.stream().map(PublicService::port).toList())
                .endSpec()
                .build();
    }

    /** The ports that the configuration's listeners want. */
    public static List<Port> wanted(ProxyConfig config) {
        return config.listeners().stream()
                .map(listener -> new Port(listener.name(), listener.port(), listener.bindPort()))
                .toList();
    }

    /** The ports that the Service has. */
    public static List<Port> current(Service service) {
        return service.getSpec().getPorts().stream()
                .filter(port ->
                        port.getTargetPort() != null && port.getTargetPort().getIntVal() != null)
                .map(port -> new Port(
                        Objects.requireNonNullElse(port.getName(), ""),
                        port.getPort(),
                        port.getTargetPort().getIntVal()))
                .toList();
    }

    /** Where clients can reach it: what was given from outside for type LoadBalancer, else the cluster addresses. */
    public static List<String> addresses(Service service) {
        if (!"LoadBalancer".equals(service.getSpec().getType())) {
            return List.copyOf(service.getSpec().getClusterIPs());
        }
        if (service.getStatus() == null || service.getStatus().getLoadBalancer() == null) {
            return List.of();
        }
        return service.getStatus().getLoadBalancer().getIngress().stream()
                .flatMap(PublicService::names)
                .toList();
    }

    private static Stream<String> names(LoadBalancerIngress ingress) {
        return Stream.of(ingress.getIp(), ingress.getHostname())
                .filter(Objects::nonNull)
                .limit(1);
    }

    private static ServicePort port(Port port) {
        return new ServicePortBuilder()
                .withName(port.name())
                .withPort(port.port())
                .withProtocol("TCP")
                .withTargetPort(new IntOrString(port.targetPort()))
                .build();
    }
}
