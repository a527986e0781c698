package io.tenbin.pem;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** X.509 (RFC 5280) from blocks and back. */
final class Certificates {
    static final String CERTIFICATE = "CERTIFICATE";
    static final String CRL = "X509 CRL";

    private Certificates() {}

    /** Those among the blocks, each once. */
    static List<X509Certificate> of(List<PemBlock> blocks) throws InvalidPemException {
        List<X509Certificate> all = new ArrayList<>();
        for (PemBlock block : blocks) {
            if (block.isCertificate()) {
                X509Certificate one = certificate(block, all.size() + 1);
                if (!all.contains(one)) {
                    all.add(one);
                }
            }
        }
        return all;
    }

    static List<X509CRL> revocations(List<PemBlock> blocks) throws InvalidPemException {
        List<X509CRL> all = new ArrayList<>();
        for (PemBlock block : blocks) {
            if (block.label().equals(CRL)) {
                try {
                    all.add((X509CRL) factory().generateCRL(new ByteArrayInputStream(block.bytes())));
                } catch (CRLException e) {
                    throw new InvalidPemException(
                            "list of revoked certificates " + (all.size() + 1) + " cannot be read: " + cause(e));
                }
            }
        }
        return all;
    }

    static String text(X509Certificate certificate) {
        try {
            return PemBlock.write(CERTIFICATE, certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new AssertionError("it was made from its encoding", e);
        }
    }

    static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        } catch (CertificateEncodingException e) {
            throw new AssertionError("it was made from its encoding", e);
        }
    }

    private static X509Certificate certificate(PemBlock block, int number) throws InvalidPemException {
        try {
            X509Certificate read =
                    (X509Certificate) factory().generateCertificate(new ByteArrayInputStream(block.bytes()));
            // Parsed now: some of what can be wrong with it is found out late otherwise.
            read.getPublicKey();
            return read;
        } catch (CertificateException e) {
            throw new InvalidPemException("certificate " + number + " cannot be read: " + cause(e));
        }
    }

    private static String cause(GeneralSecurityException e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        return message.lines().findFirst().orElse(e.getClass().getSimpleName());
    }

    private static CertificateFactory factory() {
        try {
            return CertificateFactory.getInstance("X.509");
        } catch (CertificateException e) {
            throw new AssertionError("every JDK has X.509", e);
        }
    }
}
