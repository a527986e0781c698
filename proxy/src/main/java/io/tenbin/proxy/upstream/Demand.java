package io.tenbin.proxy.upstream;

import io.tenbin.config.ConnectionConfig;
import io.tenbin.config.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange asks of its connection.
 *
 * @param version of HTTP; null for HTTP/1.1
 * @param reuse which will do that have carried others. With HTTP/2 a server that ends a connection says which requests it has not seen
 *     (RFC 9113 section 6.8), so there any will do unless none may
 */
public record Demand(@Nullable HttpVersion version, Reuse reuse) {

    /**
     * What a Backend's exchanges ask for.
     *
     * @param last whether the connection is to carry one exchange only
     * @param repeatable whether the request is sent again if the connection turns out to be closed
     */
    public static Demand of(ConnectionConfig config, boolean last, boolean repeatable) {
        return new Demand(config.version(), last ? Reuse.NONE : Reuse.of(config.reuse(), repeatable));
    }

    /**
     * Whether it may be HTTP/2.
     *
     * @param tls whether the connection is protected, so that the server can choose
     */
    boolean mayMultiplex(boolean tls) {
        return version == HttpVersion.HTTP_2 || (version == HttpVersion.AUTO && tls);
    }

    /** Whether HTTP/1.1 will do as well. */
    boolean mayBeHttp1() {
        return version != HttpVersion.HTTP_2;
    }
}
