package io.tenbin.pem;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * What anybody may know of a certificate.
 *
 * @param fingerprint SHA-256 of its DER form, in lower case hexadecimal digits
 * @param notBefore the first moment of its validity
 * @param notAfter the last moment of its validity
 */
public record CertificateFacts(String fingerprint, Instant notBefore, Instant notAfter) {

    /** Of the first certificate in a PEM text, such as {@link KeyedCertificate#text()}. */
    public static CertificateFacts of(String pem) throws InvalidPemException {
        for (PemBlock block : PemBlock.parse(pem)) {
            if (block.isCertificate()) {
                return of(Certificates.of(List.of(block)).getFirst());
            }
        }
        throw new InvalidPemException("holds no certificate");
    }

    static CertificateFacts of(X509Certificate certificate) {
        return new CertificateFacts(
                Certificates.fingerprint(certificate),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }
}
