package io.tenbin.proxy.upstream;

import io.tenbin.proxy.tls.TlsFault;
import org.jspecify.annotations.Nullable;

/** What connections of live traffic met when they began TLS with an endpoint. Any thread. */
public final class EndpointTls {
    private volatile @Nullable TlsFault standing;

    EndpointTls() {}

    /** Why the last one failed; null if none did since one succeeded. */
    public @Nullable TlsFault standing() {
        return standing;
    }

    /** @param fault null: it went well */
    void ended(@Nullable TlsFault fault) {
        if (fault != null || standing != null) {
            standing = fault;
        }
    }
}
