package io.tenbin.config;

/** Versions of TLS, in order. */
public enum TlsVersion {
    /** RFC 2246; only for the profile {@code Old}. */
    TLS_1_0("TLSv1"),
    /** RFC 4346; only for the profile {@code Old}. */
    TLS_1_1("TLSv1.1"),
    /** RFC 5246. */
    TLS_1_2("TLSv1.2"),
    /** RFC 8446. */
    TLS_1_3("TLSv1.3");

    private final String protocol;

    TlsVersion(String protocol) {
        this.protocol = protocol;
    }

    /** As Java and OpenSSL call it. */
    public String protocol() {
        return protocol;
    }
}
