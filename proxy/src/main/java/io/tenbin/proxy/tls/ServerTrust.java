package io.tenbin.proxy.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXReason;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server is who it should be: its certificate leads to an authority that is trusted (RFC 5280 section 6) and is for the
 * host that is meant. What the host is, is configured: neither the name that was asked for by SNI nor the address says it, so the
 * JDK's own check of names, which accepts either and the common name too, is not used.
 */
final class ServerTrust extends X509ExtendedTrustManager {
    /** Null if nobody is trusted. */
    private final @Nullable X509TrustManager path;

    private final String host;

    private ServerTrust(@Nullable X509TrustManager path, String host) {
        this.path = path;
        this.host = host;
    }

    /**
     * Trust in whom the authorities have signed, with what their revocation lists say if they come with any.
     *
     * @param authorities null for those that the Java runtime trusts; without any, nobody is trusted
     */
    static ServerTrust in(@Nullable PemBlocks authorities, String host) {
        if (authorities != null && authorities.certificates().isEmpty()) {
            return new ServerTrust(null, host);
        }
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            if (authorities == null) {
                factory.init((KeyStore) null);
            } else {
                factory.init(parameters(authorities));
            }
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager one) {
                    return new ServerTrust(one, host);
                }
            }
            throw new IllegalStateException("no trust manager for X.509");
        } catch (GeneralSecurityException | IOException e) {
            throw new UnusableMaterialException("the authorities cannot be used", e);
        }
    }

    private static ManagerFactoryParameters parameters(PemBlocks authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (X509Certificate certificate : authorities.certificates()) {
            store.setCertificateEntry("authority-" + store.size(), certificate);
        }
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(store, new X509CertSelector());
        // With a list, every certificate below an authority needs one: HAProxy's crl-file.
        parameters.setRevocationEnabled(!authorities.revocations().isEmpty());
        parameters.addCertStore(
                CertStore.getInstance("Collection", new CollectionCertStoreParameters(authorities.revocations())));
        return new CertPathTrustManagerParameters(parameters);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        if (path == null) {
            throw new ServerCertificateException(
                    TlsFailure.UNKNOWN_AUTHORITY, "nobody is trusted: the authorities could not be read");
        }
        X509Certificate own = chain[0];
        checkTime(own);
        try {
            path.checkServerTrusted(chain, authType);
        } catch (CertificateException e) {
            throw refusal(own, e);
        }
        CertificateNames names = CertificateNames.of(own);
        if (!names.include(host)) {
            throw new ServerCertificateException(
                    TlsFailure.WRONG_NAME, "the certificate is not for " + host + ", but for " + names);
        }
    }

    /** First, and of one that is trusted by itself too, whose time nobody else looks at. */
    private static void checkTime(X509Certificate own) throws ServerCertificateException {
        try {
            own.checkValidity();
        } catch (CertificateExpiredException e) {
            throw new ServerCertificateException(
                    TlsFailure.EXPIRED,
                    "the certificate expired at " + own.getNotAfter().toInstant());
        } catch (CertificateNotYetValidException e) {
            throw new ServerCertificateException(
                    TlsFailure.NOT_YET_VALID,
                    "the certificate is valid from " + own.getNotBefore().toInstant());
        }
    }

    private static ServerCertificateException refusal(X509Certificate own, CertificateException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathValidatorException invalid && invalid.getReason() != BasicReason.UNSPECIFIED) {
                return invalid.getReason() instanceof BasicReason reason
                        ? refusal(reason, invalid)
                        : invalid.getReason() == PKIXReason.NO_TRUST_ANCHOR ? unknown(own) : other(failure);
            }
            if (cause instanceof CertPathBuilderException && cause.getCause() == null) {
                return unknown(own);
            }
        }
        return other(failure);
    }

    private static ServerCertificateException unknown(X509Certificate own) {
        return own.getSubjectX500Principal().equals(own.getIssuerX500Principal())
                ? new ServerCertificateException(
                        TlsFailure.SELF_SIGNED,
                        "the certificate has signed itself and is none of those that are trusted")
                : new ServerCertificateException(
                        TlsFailure.UNKNOWN_AUTHORITY,
                        "nobody who is trusted has signed the certificate; its issuer is "
                                + own.getIssuerX500Principal().getName());
    }

    private static ServerCertificateException other(Exception failure) {
        return new ServerCertificateException(TlsFailure.INVALID_CERTIFICATE, String.valueOf(failure.getMessage()));
    }

    private static ServerCertificateException refusal(BasicReason reason, CertPathValidatorException failure) {
        return switch (reason) {
            case EXPIRED ->
                new ServerCertificateException(TlsFailure.EXPIRED, "a certificate of the chain has expired");
            case NOT_YET_VALID ->
                new ServerCertificateException(TlsFailure.NOT_YET_VALID, "a certificate of the chain is not valid yet");
            case REVOKED -> new ServerCertificateException(TlsFailure.REVOKED, "the certificate is revoked");
            case UNDETERMINED_REVOCATION_STATUS ->
                new ServerCertificateException(
                        TlsFailure.REVOKED, "no revocation list that is valid now says whether it is revoked");
            case INVALID_SIGNATURE ->
                new ServerCertificateException(
                        TlsFailure.UNKNOWN_AUTHORITY,
                        "a signature is not that of the authority that is trusted, though the names are the same");
            case ALGORITHM_CONSTRAINED, UNSPECIFIED ->
                new ServerCertificateException(TlsFailure.INVALID_CERTIFICATE, String.valueOf(failure.getMessage()));
        };
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
        throw new IllegalStateException("nobody is a client here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        checkClientTrusted(chain, authType);
    }

    /** None are named: a server does not ask. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
