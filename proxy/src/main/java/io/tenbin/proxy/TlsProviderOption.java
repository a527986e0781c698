package io.tenbin.proxy;

import io.tenbin.proxy.tls.TlsProvider;

/** Who speaks TLS, in the words of the command line. */
public enum TlsProviderOption {
    Auto(TlsProvider.Kind.AUTO),
    OpenSsl(TlsProvider.Kind.OPENSSL),
    Jdk(TlsProvider.Kind.JDK);

    private final TlsProvider.Kind kind;

    TlsProviderOption(TlsProvider.Kind kind) {
        this.kind = kind;
    }

    public TlsProvider.Kind kind() {
        return kind;
    }
}
