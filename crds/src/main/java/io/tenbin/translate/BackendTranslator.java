package io.tenbin.translate;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.tenbin.api.v1alpha1.Backend;
import io.tenbin.api.v1alpha1.BackendSpec;
import io.tenbin.api.v1alpha1.ConnectionSpec;
import io.tenbin.api.v1alpha1.ServerSpec;
import io.tenbin.api.v1alpha1.ServerTimeoutsSpec;
import io.tenbin.api.v1alpha1.ServiceReference;
import io.tenbin.config.AddressServerConfig;
import io.tenbin.config.BackendConfig;
import io.tenbin.config.BackendMode;
import io.tenbin.config.BalanceAlgorithm;
import io.tenbin.config.ConnectionConfig;
import io.tenbin.config.ReusePolicy;
import io.tenbin.config.ServerConfig;
import io.tenbin.config.ServerTimeoutsConfig;
import io.tenbin.config.ServiceServerConfig;
import io.tenbin.config.ServiceServerConfig.ClusterAddress;
import io.tenbin.schema.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One Backend: its own fields, then the Services that it refers to. */
final class BackendTranslator {
    private final ObjectKey key;
    private final Resources resources;
    private final @Nullable BackendConfig inForce;
    private final Findings findings = new Findings();
    private final Findings references = new Findings();

    private BackendTranslator(ObjectKey key, Resources resources, @Nullable BackendConfig inForce) {
        this.key = key;
        this.resources = resources;
        // Without servers it may stand for a Backend that did not exist, and it is nothing that could be kept.
        this.inForce = inForce == null || inForce.servers().isEmpty() ? null : inForce;
    }

    static BackendTranslation translate(Backend backend, Resources resources, @Nullable BackendConfig inForce) {
        return new BackendTranslator(ObjectKey.of(backend), resources, inForce).translate(backend);
    }

    private BackendTranslation translate(Backend backend) {
        Conformance.check(backend, "Backend", backend.getSpec(), findings);
        BackendConfig config = findings.none() ? config(backend.getSpec()) : null;
        if (!findings.none()) {
            config = inForce;
        }
        return new BackendTranslation(
                config,
                Verdict.of(
                        Reason.ACCEPTED,
                        "The spec is valid",
                        findings.problems(),
                        inForce == null
                                ? "There is no earlier version to keep: the Backend counts as missing"
                                : "The last valid version stays in force"),
                Verdict.of(
                        Reason.RESOLVED_REFS,
                        findings.none()
                                ? "All Services and ports exist"
                                : "Of what could be read of the spec, nothing is missing",
                        references.problems(),
                        "The other servers get the work"));
    }

    private BackendConfig config(BackendSpec spec) {
        int weight = spec.defaults() != null && spec.defaults().weight() != null
                ? spec.defaults().weight()
                : Defaults.WEIGHT;
        List<ServerConfig> servers = new ArrayList<>();
        for (int i = 0; i < spec.servers().size(); i++) {
            ServerConfig server =
                    server("spec.servers[" + i + "]", spec.servers().get(i), weight);
            if (server != null) {
                servers.add(server);
            }
        }
        Integer retries = spec.retries() == null ? null : spec.retries().count();
        return new BackendConfig(
                key.name(),
                "TCP".equals(spec.mode() == null ? Defaults.MODE : spec.mode()) ? BackendMode.TCP : BackendMode.HTTP,
                BalanceAlgorithm.ROUND_ROBIN,
                servers,
                retries == null ? Defaults.RETRIES : retries,
                timeouts(spec.timeouts()),
                connection(spec.connection()));
    }

    private ServerTimeoutsConfig timeouts(@Nullable ServerTimeoutsSpec spec) {
        ServerTimeoutsConfig absent = Defaults.SERVER_TIMEOUTS;
        return spec == null
                ? absent
                : new ServerTimeoutsConfig(
                        findings.positive("spec.timeouts.connect", spec.connect(), absent.connect()),
                        findings.positive("spec.timeouts.server", spec.server(), absent.server()),
                        findings.positive("spec.timeouts.tunnel", spec.tunnel(), absent.tunnel()));
    }

    private static ConnectionConfig connection(@Nullable ConnectionSpec spec) {
        ConnectionConfig absent = Defaults.CONNECTION;
        return spec == null
                ? absent
                : new ConnectionConfig(
                        Settings.connectionMode(spec.mode(), absent.mode()),
                        spec.reuse() == null
                                ? absent.reuse()
                                : switch (spec.reuse()) {
                                    case "Never" -> ReusePolicy.NEVER;
                                    case "Aggressive" -> ReusePolicy.AGGRESSIVE;
                                    case "Always" -> ReusePolicy.ALWAYS;
                                    default -> ReusePolicy.SAFE;
                                });
    }

    private @Nullable ServerConfig server(String path, ServerSpec spec, int defaultWeight) {
        int weight = Objects.requireNonNullElse(spec.weight(), defaultWeight);
        ServiceReference service = spec.service();
        boolean oneOf = (service != null) != (spec.address() != null);
        boolean together = (spec.address() != null) == (spec.port() != null);
        if (!oneOf) {
            findings.invalid(path, ServerSpec.SERVICE_OR_ADDRESS);
        }
        if (!together) {
            findings.invalid(path, ServerSpec.ADDRESS_AND_PORT);
        }
        if (!oneOf || !together) {
            return null;
        }
        if (service != null) {
            return service(path + ".service", spec.name(), service, weight);
        }
        String address = Objects.requireNonNull(spec.address());
        ServerAddress.Fault fault = ServerAddress.fault(address, resources.policy());
        if (fault != null) {
            findings.add(path + ".address", fault.reason(), Quoted.of(address) + " " + fault.message());
            return null;
        }
        return new AddressServerConfig(spec.name(), address, Objects.requireNonNull(spec.port()), weight);
    }

    private @Nullable ServerConfig service(String path, String name, ServiceReference reference, int weight) {
        Service service = resources.services().get(new ObjectKey(key.namespace(), reference.name()));
        if (service == null || service.getSpec() == null) {
            references.add(
                    path + ".name",
                    Reason.SERVICE_NOT_FOUND,
                    resources.missing("Service", key.namespace(), reference.name(), resources.services()));
            return unseen(name, reference, weight);
        }
        if ("ExternalName".equals(service.getSpec().getType())) {
            references.add(
                    path + ".name",
                    Reason.EXTERNAL_NAME_REFUSED,
                    "Service " + Quoted.of(reference.name())
                            + " is of type ExternalName; a Service with endpoints is allowed, or a server with address");
            return null;
        }
        ServicePort port = port(path, reference, service);
        return port == null
                ? null
                : discovered(name, reference, weight, service.getSpec().getClusterIP(), port);
    }

    private ServiceServerConfig discovered(
            String name, ServiceReference reference, int weight, @Nullable String clusterIp, ServicePort port) {
        return new ServiceServerConfig(
                name,
                key.namespace(),
                reference.name(),
                port.getName() == null ? "" : port.getName(),
                weight,
                clusterIp == null || clusterIp.isBlank() || clusterIp.equals("None")
                        ? null
                        : new ClusterAddress(clusterIp, port.getPort()));
    }

    /** A Service that is not there: its endpoints can be found all the same if the name of the port is known. */
    private @Nullable ServerConfig unseen(String name, ServiceReference reference, int weight) {
        String portName = reference.port().getStrVal();
        if (portName == null && inForce != null) {
            portName = inForce.servers().stream()
                    .filter(server -> server.name().equals(name))
                    .map(server -> server instanceof ServiceServerConfig known
                                    && known.service().equals(reference.name())
                            ? known.portName()
                            : null)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }
        return portName == null
                ? null
                : new ServiceServerConfig(name, key.namespace(), reference.name(), portName, weight, null);
    }

    private @Nullable ServicePort port(String path, ServiceReference reference, Service service) {
        IntOrString wanted = reference.port();
        List<ServicePort> ports = tcpPorts(service);
        for (ServicePort port : ports) {
            if (wanted.getIntVal() != null
                    ? wanted.getIntVal().equals(port.getPort())
                    : Objects.equals(wanted.getStrVal(), port.getName())) {
                return port;
            }
        }
        references.add(
                path + ".port",
                Reason.PORT_NOT_FOUND,
                "Service " + Quoted.of(reference.name()) + " has no TCP port "
                        + Quoted.of(String.valueOf(wanted.getValue())) + "; it has " + describe(ports));
        return null;
    }

    /** A Service may come from a file, where no API server has looked at it. */
    private static List<ServicePort> tcpPorts(Service service) {
        List<ServicePort> ports = service.getSpec().getPorts();
        return ports == null
                ? List.of()
                : ports.stream()
                        .filter(Objects::nonNull)
                        .filter(port ->
                                port.getProtocol() == null || port.getProtocol().equals("TCP"))
                        .filter(port -> port.getPort() != null && port.getPort() > 0 && port.getPort() <= 65_535)
                        .toList();
    }

    private static String describe(List<ServicePort> ports) {
        return ports.isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        ports.stream()
                                .map(port ->
                                        port.getName() == null || port.getName().isEmpty()
                                                ? String.valueOf(port.getPort())
                                                : port.getName() + " (" + port.getPort() + ")")
                                .toList());
    }
}
