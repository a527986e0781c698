package io.tenbin.config;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * TLS to the servers of a Backend, and in its health checks.
 *
 * @param verify whose certificate is accepted; null for anybody's
 * @param sni the name that is asked for (RFC 6066 section 3); null for the one that is compared with the certificate, or without that
 *     the server's own, if it is a DNS name
 * @param clientCertificate what is shown to servers that ask; null for nothing
 * @param minVersion the oldest version that is spoken
 */
public record ServerTlsConfig(
        @Nullable Verify verify,
        @Nullable String sni,
        @Nullable CertificateConfig clientCertificate,
        TlsVersion minVersion) {

    /**
     * A certificate must have been signed by one of these, be valid now, and be for this name.
     *
     * @param authorities theirs; null for those that the system trusts
     * @param host a name or an address (RFC 9525 section 6), compared with the certificate's alternative names; null for each server's
     *     own DNS name, which all of them have then
     */
    public record Verify(
            @Nullable AuthoritiesConfig authorities,
            @Nullable String host) {
        public Verify {
            if (host != null) {
                Check.notBlank("tls.verifyHost", host);
            }
        }
    }

    /** All that it needs of {@link Materials}. */
    public Set<MaterialName> materials() {
        Set<MaterialName> all = new LinkedHashSet<>();
        if (verify != null && verify.authorities() != null) {
            all.add(verify.authorities().material());
        }
        if (clientCertificate != null) {
            all.add(clientCertificate.material());
        }
        return all;
    }
}
