package io.tenbin.proxy.source;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.tenbin.api.v1alpha1.Backend;
import io.tenbin.api.v1alpha1.ServerSpec;
import io.tenbin.proxy.snapshot.ServiceKey;
import io.tenbin.translate.ObjectKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Services that Backends refer to and of which no EndpointSlice is given. In a cluster its controller makes them; among files nobody
 * does, and requests would be answered 503 without a word.
 */
final class SilentServices {
    private SilentServices() {}

    /** One warning for each server whose Service it is. */
    static List<Complaint> warnings(List<FileObject> objects, List<EndpointSlice> slices) {
        Set<ServiceKey> told = slices.stream()
                .map(EndpointSlices::service)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        Map<ServiceKey, Service> services = new HashMap<>();
        for (FileObject object : objects) {
            if (object.value() instanceof Service service) {
                ObjectKey key = ObjectKey.of(service);
                services.put(new ServiceKey(key.namespace(), key.name()), service);
            }
        }
        List<Complaint> warnings = new ArrayList<>();
        for (FileObject object : objects) {
            if (object.value() instanceof Backend backend && backend.getSpec() != null) {
                List<ServerSpec> servers = backend.getSpec().servers();
                for (int i = 0; i < servers.size(); i++) {
                    ServiceKey key = key(backend, servers.get(i));
                    if (key != null
                            && !told.contains(key)
                            && services.containsKey(key)
                            && !hasAddress(services.get(key))) {
                        warnings.add(warning(object, "spec.servers[" + i + "].service", key));
                    }
                }
            }
        }
        return warnings;
    }

    private static Complaint warning(FileObject object, String path, ServiceKey key) {
        return object.warning(
                path,
                path + ": Service " + key.namespace() + "/" + key.service()
                        + " has no endpoints, and gets no work: no EndpointSlice with the label "
                        + EndpointSlices.SERVICE_LABEL + ": " + key.service()
                        + " is in the files, where no cluster makes one");
    }

    private static @Nullable ServiceKey key(Backend backend, ServerSpec server) {
        return server.service() == null
                ? null
                : new ServiceKey(
                        ObjectKey.of(backend).namespace(), server.service().name());
    }

    /** Then it is used, while no slice was ever seen. */
    private static boolean hasAddress(Service service) {
        String address = service.getSpec() == null ? null : service.getSpec().getClusterIP();
        return address != null && !address.isEmpty() && !address.equals("None");
    }
}
