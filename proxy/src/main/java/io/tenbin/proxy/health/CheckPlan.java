package io.tenbin.proxy.health;

import io.tenbin.config.GrpcProbe;
import io.tenbin.config.HealthCheckConfig;
import io.tenbin.config.HttpProbe;
import io.tenbin.config.TcpProbe;
import io.tenbin.config.TlsProbe;
import io.tenbin.proxy.tls.ServerTls;
import io.tenbin.proxy.upstream.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * How one endpoint is checked.
 *
 * @param server its server's name in the Backend
 * @param tls how work goes there; null for in clear text
 */
record CheckPlan(
        HealthCheckConfig config, String server, @Nullable ServerTls tls) {

    static CheckPlan of(Endpoint endpoint, HealthCheckConfig config, @Nullable ServerTls tls) {
        return new CheckPlan(config, endpoint.id().server(), tls);
    }

    /**
     * How the check itself is protected; null for not at all. One that asks for something goes as work does, unless it goes to a port
     * of its own: nothing is known of that (HAProxy's {@code check-ssl} is not inherited then either).
     */
    @Nullable
    ServerTls protection() {
        return switch (config.probe()) {
            case TcpProbe _ -> null;
            case TlsProbe _ -> tls;
            case HttpProbe _, GrpcProbe _ -> config.port() == null ? tls : null;
        };
    }
}
