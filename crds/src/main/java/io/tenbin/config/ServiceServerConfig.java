package io.tenbin.config;

import org.jspecify.annotations.Nullable;

/**
 * A Service, whose endpoints are found through its EndpointSlices.
 *
 * @param name unique in the Backend
 * @param namespace the Service's
 * @param service the Service's name, the slices' label {@code kubernetes.io/service-name}
 * @param portName name of the Service's port, by which the slices name it too; empty for the only, unnamed port
 * @param options of each endpoint
 * @param clusterAddress the Service's own address and port, used while the endpoints were never seen; absent for a
 *     headless Service
 */
public record ServiceServerConfig(
        String name,
        String namespace,
        String service,
        String portName,
        ServerOptions options,
        @Nullable ClusterAddress clusterAddress)
        implements ServerConfig {

    public ServiceServerConfig {
        Check.notBlank("server.name", name);
        Check.notBlank(name + ".namespace", namespace);
        Check.notBlank(name + ".service", service);
    }

    /**
     * Where the cluster itself balances the Service.
     *
     * @param address an IP literal
     * @param port 1 to 65535
     */
    public record ClusterAddress(String address, int port) {
        public ClusterAddress {
            Check.notBlank("clusterAddress.address", address);
            Check.port("clusterAddress.port", port);
        }
    }
}
