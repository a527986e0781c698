package io.tenbin.proxy.source;

import io.tenbin.config.AddressServerConfig;
import io.tenbin.config.BackendConfig;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.ServerConfig;
import io.tenbin.config.ServiceServerConfig;
import io.tenbin.proxy.snapshot.ServiceKey;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a configuration wants to have discovered.
 *
 * @param services whose endpoints
 * @param hosts DNS names whose addresses
 */
record Wanted(Set<ServiceKey> services, Set<String> hosts) {

    Wanted {
        services = Set.copyOf(services);
        hosts = Set.copyOf(hosts);
    }

    static Wanted by(ProxyConfig config) {
        Set<ServiceKey> services = new LinkedHashSet<>();
        Set<String> hosts = new LinkedHashSet<>();
        for (BackendConfig backend : config.backends()) {
            for (ServerConfig server : backend.servers()) {
                switch (server) {
                    case ServiceServerConfig service ->
                        services.add(new ServiceKey(service.namespace(), service.service()));
                    case AddressServerConfig fixed -> {
                        if (Addresses.literal(fixed.address()) == null) {
                            hosts.add(fixed.address());
                        }
                    }
                }
            }
        }
        return new Wanted(services, hosts);
    }
}
