package io.tenbin.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * TLS ends at the proxy.
 *
 * @param certificates by order of preference; the first is shown where none fits the name that the client asks for. Empty if none of
 *     those that are named can be used: every handshake fails then
 * @param strictSni whether a handshake fails that asks for no name, or for one that no certificate has (HAProxy's {@code strict-sni})
 * @param minVersion the oldest version that is spoken
 * @param cipherSuites those of TLS 1.2 and before, by their IANA names and in order of preference; the three of TLS 1.3 are always there
 * @param sessionTicketKeys which keys session tickets are sealed with; null for no tickets
 * @param clientAuth what is asked of clients; null for nothing
 */
public record TerminatedTlsConfig(
        List<CertificateConfig> certificates,
        boolean strictSni,
        TlsVersion minVersion,
        List<String> cipherSuites,
        @Nullable MaterialName sessionTicketKeys,
        @Nullable ClientAuthConfig clientAuth)
        implements ListenerTlsConfig {

    public TerminatedTlsConfig {
        certificates = List.copyOf(certificates);
        cipherSuites = List.copyOf(cipherSuites);
        if (cipherSuites.isEmpty() && minVersion != TlsVersion.TLS_1_3) {
            throw new InvalidConfigException("tls.cipherSuites", cipherSuites, "must not be empty below TLS 1.3");
        }
    }

    @Override
    public Set<MaterialName> materials() {
        Set<MaterialName> all = new LinkedHashSet<>();
        certificates.forEach(certificate -> all.add(certificate.material()));
        if (sessionTicketKeys != null) {
            all.add(sessionTicketKeys);
        }
        if (clientAuth != null) {
            all.add(clientAuth.authorities().material());
        }
        return all;
    }
}
