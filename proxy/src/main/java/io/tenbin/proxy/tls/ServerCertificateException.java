package io.tenbin.proxy.tls;

import java.security.cert.CertificateException;

/** A server's certificate is not accepted. */
final class ServerCertificateException extends CertificateException {
    private static final long serialVersionUID = 1;

    private final TlsFailure failure;

    ServerCertificateException(TlsFailure failure, String message) {
        super(message);
        this.failure = failure;
    }

    TlsFailure failure() {
        return failure;
    }
}
