package io.tenbin.pem;

import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates of those whose signatures are trusted, and lists of what they have revoked (RFC 5280 section 5). */
public final class AuthorityBundle {
    private final List<X509Certificate> certificates;
    private final List<X509CRL> revocations;

    private AuthorityBundle(List<X509Certificate> certificates, List<X509CRL> revocations) {
        this.certificates = certificates;
        this.revocations = revocations;
    }

    /**
     * From one certificate at least, and lists of revoked ones if there are any.
     *
     * @throws InvalidPemException if there is no certificate, or something cannot be read
     */
    public static AuthorityBundle parse(String text) throws InvalidPemException {
        List<PemBlock> blocks = PemBlock.parse(text);
        List<X509Certificate> certificates = Certificates.of(blocks);
        if (certificates.isEmpty()) {
            throw new InvalidPemException("holds no certificate");
        }
        return new AuthorityBundle(certificates, Certificates.revocations(blocks));
    }

    /** At least one. */
    public List<X509Certificate> certificates() {
        return certificates;
    }

    /** What they have revoked; empty if nobody said. */
    public List<X509CRL> revocations() {
        return revocations;
    }

    /** The certificates, then the lists. Keys that stood between them are left out. Equal content gives equal text. */
    public String text() {
        StringBuilder text = new StringBuilder();
        certificates.forEach(certificate -> text.append(Certificates.text(certificate)));
        for (X509CRL list : revocations) {
            try {
                text.append(PemBlock.write(Certificates.CRL, list.getEncoded()));
            } catch (CRLException e) {
                throw new AssertionError("it was made from its encoding", e);
            }
        }
        return text.toString();
    }
}
