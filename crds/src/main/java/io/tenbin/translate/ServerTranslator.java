package io.tenbin.translate;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.tenbin.api.v1alpha1.BackendSpec;
import io.tenbin.api.v1alpha1.ServerDefaultsSpec;
import io.tenbin.api.v1alpha1.ServerSpec;
import io.tenbin.api.v1alpha1.ServiceReference;
import io.tenbin.config.AddressServerConfig;
import io.tenbin.config.BackendConfig;
import io.tenbin.config.ServerConfig;
import io.tenbin.config.ServerOptions;
import io.tenbin.config.ServiceServerConfig;
import io.tenbin.config.ServiceServerConfig.ClusterAddress;
import io.tenbin.schema.Quoted;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The servers of one Backend: fixed addresses, and ports of Services. */
final class ServerTranslator {
    private final Context context;
    private final @Nullable ServerDefaultsSpec defaults;
    private final HealthTranslator health;
    private final Findings findings;
    private final Findings references;

    /**
     * What is known besides the spec.
     *
     * @param key the Backend's
     * @param inForce the Backend as proxies know it, null if they do not
     */
    record Context(
            ObjectKey key, Resources resources, @Nullable BackendConfig inForce) {}

    /**
     * For the servers of one Backend.
     *
     * @param findings takes what is wrong with the spec
     * @param references takes what it refers to and does not exist
     */
    ServerTranslator(Context context, BackendSpec spec, Findings findings, Findings references) {
        this.context = context;
        this.defaults = spec.defaults();
        this.health = new HealthTranslator(spec, findings);
        this.findings = findings;
        this.references = references;
    }

    /** The server; null if it cannot be used, for which the findings have the reason. */
    @Nullable
    ServerConfig translate(String path, ServerSpec spec) {
        ServerOptions options = options(path, spec);
        ServiceReference service = spec.service();
        boolean oneOf = (service != null) != (spec.address() != null);
        boolean together = (spec.address() != null) == (spec.port() != null);
        if (!oneOf) {
            findings.invalid(path, ServerSpec.SERVICE_OR_ADDRESS);
        }
        if (!together) {
            findings.invalid(path, ServerSpec.ADDRESS_AND_PORT);
        }
        if (service != null && spec.cookie() != null) {
            findings.invalid(path + ".cookie", ServerSpec.COOKIE_WITH_ADDRESS);
        }
        if (!oneOf || !together) {
            return null;
        }
        if (service != null) {
            return service(path + ".service", spec.name(), service, options);
        }
        String address = Objects.requireNonNull(spec.address());
        ServerAddress.Fault fault = ServerAddress.fault(address, context.resources.policy());
        if (fault != null) {
            findings.add(path + ".address", fault.reason(), Quoted.of(address) + " " + fault.message());
            return null;
        }
        return new AddressServerConfig(spec.name(), address, Objects.requireNonNull(spec.port()), options);
    }

    private ServerOptions options(String path, ServerSpec spec) {
        Integer weight = spec.weight() != null ? spec.weight() : defaults == null ? null : defaults.weight();
        Integer most = spec.maxConnections() != null
                ? spec.maxConnections()
                : defaults == null ? null : defaults.maxConnections();
        return new ServerOptions(
                weight == null ? Defaults.WEIGHT : weight,
                Boolean.TRUE.equals(spec.backup()),
                Balance.state(spec.state()),
                spec.cookie(),
                most == null ? 0 : context.resources.share(most),
                health.of(path, spec));
    }

    private @Nullable ServerConfig service(
            String path, String name, ServiceReference reference, ServerOptions options) {
        Service service = context.resources.services().get(new ObjectKey(context.key.namespace(), reference.name()));
        if (service == null || service.getSpec() == null) {
            references.add(
                    path + ".name",
                    Reason.SERVICE_NOT_FOUND,
                    Resources.missing(
                            "Service", context.key.namespace(), reference.name(), context.resources.services()));
            return unseen(name, reference, options);
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
                : discovered(name, reference, options, service.getSpec().getClusterIP(), port);
    }

    private ServiceServerConfig discovered(
            String name,
            ServiceReference reference,
            ServerOptions options,
            @Nullable String clusterIp,
            ServicePort port) {
        return new ServiceServerConfig(
                name,
                context.key.namespace(),
                reference.name(),
                port.getName() == null ? "" : port.getName(),
                options,
                clusterIp == null || clusterIp.isBlank() || clusterIp.equals("None")
                        ? null
                        : new ClusterAddress(clusterIp, port.getPort()));
    }

    /** A Service that is not there: its endpoints can be found all the same if the name of the port is known. */
    private @Nullable ServerConfig unseen(String name, ServiceReference reference, ServerOptions options) {
        String portName = reference.port().getStrVal();
        if (portName == null && context.inForce != null) {
            portName = context.inForce.servers().stream()
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
                : new ServiceServerConfig(name, context.key.namespace(), reference.name(), portName, options, null);
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
