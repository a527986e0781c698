package io.tenbin.proxy.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Authorities as a configuration names them (RFC 7468).
 *
 * @param certificates in order
 * @param revocations in order
 */
record PemBlocks(List<X509Certificate> certificates, List<X509CRL> revocations) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (CERTIFICATE|X509 CRL)-----([^-]*)-----END \\1-----");

    /** @throws UnusableMaterialException if something in it cannot be read */
    static PemBlocks of(String pem) {
        List<X509Certificate> certificates = new ArrayList<>();
        List<X509CRL> revocations = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            Matcher block = BLOCK.matcher(pem);
            while (block.find()) {
                byte[] bytes = Base64.getMimeDecoder().decode(block.group(2));
                switch (block.group(1)) {
                    case "CERTIFICATE" ->
                        certificates.add(
                                (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes)));
                    default -> revocations.add((X509CRL) factory.generateCRL(new ByteArrayInputStream(bytes)));
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnusableMaterialException("the material cannot be read", e);
        }
        return new PemBlocks(certificates, revocations);
    }
}
