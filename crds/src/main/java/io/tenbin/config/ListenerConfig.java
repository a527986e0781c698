package io.tenbin.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A port that clients connect to, and what becomes of what they send. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "protocol")
@JsonSubTypes({
    @JsonSubTypes.Type(value = HttpListenerConfig.class, name = "HTTP"),
    @JsonSubTypes.Type(value = TcpListenerConfig.class, name = "TCP")
})
public sealed interface ListenerConfig permits HttpListenerConfig, TcpListenerConfig {

    /** Unique among the listeners of a LoadBalancer. */
    String name();

    /** The port that clients use, 1 to 65535: the Service's. */
    int port();

    /** The port that the proxy binds, 1 to 65535: the pod's. */
    int bindPort();

    /** What precedes a client's own bytes; null for nothing. */
    @Nullable
    ProxyProtocol proxyProtocol();

    /** What is done with the TLS that clients speak; null if they speak none. */
    @Nullable
    ListenerTlsConfig tls();

    /** All that it needs of {@link Materials}. */
    default Set<MaterialName> materials() {
        ListenerTlsConfig tls = tls();
        return tls == null ? Set.of() : tls.materials();
    }

    /** The same with TLS that ends at the proxy so. */
    ListenerConfig withTls(TerminatedTlsConfig other);

    /** How long clients may be silent. */
    ClientTimeoutsConfig timeouts();

    /** How the access log writes what happened here. */
    AccessLogFormat accessLog();

    /** The names of all Backends that this listener can send to. */
    Set<String> backendNames();

    /** The names of all ACLs that this listener's rules ask. */
    Set<String> aclNames();
}
