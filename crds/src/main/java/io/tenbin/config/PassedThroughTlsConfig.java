package io.tenbin.config;

import java.util.Set;

/** TLS is the server's. Of the client's first message (RFC 8446 section 4.1.2) the name of the server is read, and nothing changed. */
public record PassedThroughTlsConfig() implements ListenerTlsConfig {
    @Override
    public Set<MaterialName> materials() {
        return Set.of();
    }
}
