package io.tenbin.proxy.tls;

import io.tenbin.config.ClientAuthConfig;
import io.tenbin.config.MaterialName;
import io.tenbin.config.TerminatedTlsConfig;
import io.tenbin.config.TlsVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that makes a context of a listener what it is, but the keys of session tickets, which change under it. Two listeners with the
 * same terms share the context.
 *
 * @param certificate chain and key
 * @param minVersion the oldest version that is spoken
 * @param cipherSuites those of TLS 1.2 and before, by their IANA names and in order of preference
 * @param tickets whether session tickets are issued and taken
 * @param clientAuth what is asked of clients; null for nothing
 * @param protocols what ALPN offers, in order of preference (RFC 7301); empty for no ALPN
 */
record ContextTerms(
        MaterialName certificate,
        TlsVersion minVersion,
        List<String> cipherSuites,
        boolean tickets,
        @Nullable ClientAuthConfig clientAuth,
        List<String> protocols) {

    ContextTerms {
        cipherSuites = List.copyOf(cipherSuites);
        protocols = List.copyOf(protocols);
    }

    static ContextTerms of(TerminatedTlsConfig config, MaterialName certificate, List<String> protocols) {
        return new ContextTerms(
                certificate,
                config.minVersion(),
                config.cipherSuites(),
                config.sessionTicketKeys() != null,
                config.clientAuth(),
                protocols);
    }
}
