package io.tenbin.pem;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A certificate with its key and the certificates that lead to who signed it. The key and the certificate belong together. */
public final class KeyedCertificate {
    private final List<X509Certificate> chain;
    private final PrivateKey key;

    private KeyedCertificate(List<X509Certificate> chain, PrivateKey key) {
        this.chain = chain;
        this.key = key;
    }

    /**
     * From certificates in any order and one private key, in one text or in several.
     *
     * @throws InvalidPemException if there is not both, one cannot be read, or they do not belong together
     */
    public static KeyedCertificate parse(String... texts) throws InvalidPemException {
        List<PemBlock> blocks = new ArrayList<>();
        for (String text : texts) {
            blocks.addAll(PemBlock.parse(text));
        }
        List<X509Certificate> certificates = Certificates.of(blocks);
        if (certificates.isEmpty()) {
            throw new InvalidPemException("holds no certificate");
        }
        PrivateKey key = KeyForm.only(blocks);
        for (X509Certificate certificate : certificates) {
            if (belongTogether(certificate.getPublicKey(), key)) {
                return new KeyedCertificate(chain(certificate, certificates), key);
            }
        }
        throw new InvalidPemException("the private key belongs to another certificate than "
                + (certificates.size() == 1 ? "the one" : "those") + " given");
    }

    /** The certificate itself first. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** Never printed. */
    public PrivateKey key() {
        return key;
    }

    /** The chain, the certificate itself first, then the key in PKCS #8. Equal content gives equal text. */
    public String text() {
        StringBuilder text = new StringBuilder();
        chain.forEach(certificate -> text.append(Certificates.text(certificate)));
        return text.append(PemBlock.write(KeyForm.PKCS8, key.getEncoded())).toString();
    }

    public CertificateFacts facts() {
        return CertificateFacts.of(chain.getFirst());
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return facts().toString();
    }

    /**
     * Each signed by the one after it, as TLS 1.2 demands (RFC 5246 section 7.4.2); then those that lead elsewhere, which TLS 1.3
     * allows (RFC 8446 section 4.4.2) and a client with other roots may need.
     */
    private static List<X509Certificate> chain(X509Certificate leaf, List<X509Certificate> certificates) {
        List<X509Certificate> rest = new ArrayList<>(certificates);
        List<X509Certificate> chain = new ArrayList<>();
        @Nullable X509Certificate next = leaf;
        while (next != null) {
            chain.add(next);
            rest.remove(next);
            next = signer(next, rest);
        }
        chain.addAll(rest);
        return chain;
    }

    private static @Nullable X509Certificate signer(X509Certificate signed, List<X509Certificate> among) {
        return among.stream()
                .filter(candidate -> signed.getIssuerX500Principal().equals(candidate.getSubjectX500Principal()))
                .filter(candidate -> isSignedBy(signed, candidate))
                .findFirst()
                .orElse(null);
    }

    private static boolean isSignedBy(X509Certificate signed, X509Certificate candidate) {
        try {
            signed.verify(candidate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            // Another one of the same name: a certificate of an authority's earlier key.
            return false;
        }
    }

    private static boolean belongTogether(PublicKey certified, PrivateKey key) {
        if (!certified.getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        if (certified instanceof RSAPublicKey publicKey && key instanceof RSAPrivateKey privateKey) {
            return publicKey.getModulus().equals(privateKey.getModulus());
        }
        try {
            byte[] text = "tenbin".getBytes(StandardCharsets.US_ASCII);
            Signature signing = Signature.getInstance("SHA256withECDSA");
            signing.initSign(key);
            signing.update(text);
            byte[] signature = signing.sign();
            Signature verifying = Signature.getInstance("SHA256withECDSA");
            verifying.initVerify(certified);
            verifying.update(text);
            return verifying.verify(signature);
        } catch (GeneralSecurityException e) {
            // Keys on two curves.
            return false;
        }
    }
}
