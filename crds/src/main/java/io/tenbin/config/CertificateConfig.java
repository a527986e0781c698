package io.tenbin.config;

/**
 * A certificate that is shown to clients or servers.
 *
 * @param secret {@code namespace/name} of the Secret that it comes from, for messages and metrics
 * @param material PEM: the chain, the certificate itself first (RFC 5246 section 7.4.2), then the key in PKCS #8. Of the key and
 *     the certificate it is known that they belong together
 */
public record CertificateConfig(String secret, MaterialName material) {
    public CertificateConfig {
        Check.notBlank("certificate.secret", secret);
    }
}
