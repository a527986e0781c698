package io.tenbin.proxy.tls;

import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;

/** Why a client's TLS came to nothing, in the words of HAProxy's log ({@code conn_err_code_str}). */
public enum HandshakeFault {
    CLOSED("Connection closed during SSL handshake"),
    LOST("Connection error during SSL handshake"),
    TIMED_OUT("Timeout during SSL handshake"),
    /** The certificate that the client showed is not valid, or signed by nobody who is trusted. */
    UNTRUSTED("SSL client certificate not trusted"),
    FAILED("SSL handshake failure");

    private final String words;

    HandshakeFault(String words) {
        this.words = words;
    }

    /** What a handshake's exception means. */
    public static HandshakeFault of(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof CertificateException) {
                return UNTRUSTED;
            }
            if (at instanceof ClosedChannelException) {
                return CLOSED;
            }
        }
        return FAILED;
    }

    public String words() {
        return words;
    }
}
