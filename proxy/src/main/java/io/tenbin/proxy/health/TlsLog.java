package io.tenbin.proxy.health;

import io.tenbin.proxy.tls.TlsFault;
import io.tenbin.proxy.upstream.Endpoint;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the process's log why TLS with a server fails, once for each reason, and that it does no longer; each request's own line is
 * in the access log. Looks at intervals, so that failures in plenty write no more lines. Belongs to the thread that looks.
 */
public final class TlsLog {
    private static final Logger LOG = LoggerFactory.getLogger(TlsLog.class);

    private final String loadBalancer;
    private final Map<Endpoint, TlsFault> told = new HashMap<>();

    /** @param loadBalancer {@code namespace/name} */
    public TlsLog(String loadBalancer) {
        this.loadBalancer = loadBalancer;
    }

    /** Looks at all endpoints that there are. */
    public void look(Collection<Endpoint> endpoints) {
        told.keySet().retainAll(endpoints);
        endpoints.forEach(this::look);
    }

    private void look(Endpoint endpoint) {
        TlsFault now = endpoint.tls().standing();
        TlsFault before = told.get(endpoint);
        if (now != null && !now.equals(before)) {
            told.put(endpoint, now);
            LOG.warn(
                    "TLS with server {}/{} failed, reason: {}. loadbalancer={}",
                    endpoint.id().backend(),
                    endpoint.name(),
                    now,
                    loadBalancer);
        } else if (now == null && before != null) {
            told.remove(endpoint);
            LOG.info(
                    "TLS with server {}/{} succeeds again. loadbalancer={}",
                    endpoint.id().backend(),
                    endpoint.name(),
                    loadBalancer);
        }
    }
}
