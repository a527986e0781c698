package io.tenbin.proxy.tls;

/** Why TLS to a server did not come about: a closed list, the same words in metric, status and log line. */
public enum TlsFailure {
    /** The certificate is for other names. */
    WRONG_NAME("WrongName"),
    /** Nobody who is trusted has signed it, as far as the chain that the server sends shows. */
    UNKNOWN_AUTHORITY("UnknownAuthority"),
    /** It has signed itself, and is not among those that are trusted. */
    SELF_SIGNED("SelfSigned"),
    /** Its time is over, or that of one in its chain. */
    EXPIRED("Expired"),
    /** Its time has not begun, or that of one in its chain. */
    NOT_YET_VALID("NotYetValid"),
    /** It is on a revocation list, or the list that would say so is missing. */
    REVOKED("Revoked"),
    /** Something else is wrong with it or with its chain. */
    INVALID_CERTIFICATE("InvalidCertificate"),
    /** The server asks for a client certificate, and has got none or one that it does not accept. */
    CLIENT_CERTIFICATE_REFUSED("ClientCertificateRefused"),
    /** No version or cipher suite is spoken by both. */
    NOTHING_IN_COMMON("NothingInCommon"),
    /** What the server said is not TLS. */
    NOT_TLS("NotTls"),
    /** The connection ended within the handshake. */
    CLOSED("Closed"),
    /** The connect timeout passed within the handshake. */
    TIMED_OUT("TimedOut"),
    /** The server broke it off otherwise, or the protocol. */
    HANDSHAKE_FAILED("HandshakeFailed");

    private final String word;

    TlsFailure(String word) {
        this.word = word;
    }

    /** As users see it. */
    public String word() {
        return word;
    }
}
