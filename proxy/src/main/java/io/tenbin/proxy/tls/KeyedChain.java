package io.tenbin.proxy.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/**
 * A certificate with its chain and its key, of the PEM that a {@link io.tenbin.config.CertificateConfig} names. Never printed.
 *
 * @param certificates the certificate itself first
 */
record KeyedChain(List<X509Certificate> certificates, PrivateKey key) {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    KeyedChain {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("no certificate");
        }
    }

    /** @throws IllegalArgumentException if the text is something else; the message does not quote it */
    static KeyedChain parse(String pem) {
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("no PRIVATE KEY behind the certificates");
        }
        try (var chain = new ByteArrayInputStream(pem.substring(0, begin).getBytes(StandardCharsets.US_ASCII))) {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(chain).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            byte[] key = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
            return new KeyedChain(
                    certificates,
                    KeyFactory.getInstance(
                                    certificates.getFirst().getPublicKey().getAlgorithm())
                            .generatePrivate(new PKCS8EncodedKeySpec(key)));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("a certificate or its key cannot be read", e);
        }
    }

    X509Certificate certificate() {
        return certificates.getFirst();
    }

    /** The subject only. */
    @Override
    public String toString() {
        return "KeyedChain[" + certificate().getSubjectX500Principal() + "]";
    }
}
