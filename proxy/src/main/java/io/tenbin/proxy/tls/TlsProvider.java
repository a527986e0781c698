package io.tenbin.proxy.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import org.jspecify.annotations.Nullable;

/** Who speaks TLS: BoringSSL through Netty's tcnative, or the JDK. One per process. */
public final class TlsProvider {

    /** What is asked for. */
    public enum Kind {
        /** BoringSSL where its library can be loaded, else the JDK. */
        AUTO,
        OPENSSL,
        JDK
    }

    private final SslProvider provider;
    private final String explanation;

    private TlsProvider(SslProvider provider, String explanation) {
        this.provider = provider;
        this.explanation = explanation;
    }

    /**
     * Makes the choice.
     *
     * @throws IllegalStateException if {@link Kind#OPENSSL} is asked for and cannot be loaded; the message says why
     */
    public static TlsProvider choose(Kind kind) {
        Throwable refusal = kind == Kind.JDK || OpenSsl.isAvailable() ? null : OpenSsl.unavailabilityCause();
        String words = refusal == null ? "" : rootMessage(refusal);
        return switch (kind) {
            case JDK -> jdk("JDK, as configured");
            case OPENSSL -> {
                if (refusal != null) {
                    throw new IllegalStateException("TLS provider OpenSSL is refused: " + words, refusal);
                }
                yield openSsl(OpenSsl.versionString() + ", as configured");
            }
            case AUTO ->
                refusal == null ? openSsl(OpenSsl.versionString()) : jdk("JDK, since OpenSSL is refused: " + words);
        };
    }

    /** {@code OpenSSL} or {@code JDK}. */
    public String name() {
        return isJdk() ? "JDK" : "OpenSSL";
    }

    /** The name, and why nothing better, for the log. */
    public String explanation() {
        return explanation;
    }

    /** Whether it is the JDK, whose session tickets belong to the process. */
    public boolean isJdk() {
        return provider == SslProvider.JDK;
    }

    /** As Netty calls it. Contexts of BoringSSL are counted references, and so are their engines. */
    public SslProvider netty() {
        return provider;
    }

    private static TlsProvider openSsl(String explanation) {
        return new TlsProvider(SslProvider.OPENSSL_REFCNT, explanation);
    }

    private static TlsProvider jdk(String explanation) {
        return new TlsProvider(SslProvider.JDK, explanation);
    }

    private static String rootMessage(Throwable cause) {
        Throwable root = cause;
        for (@Nullable Throwable next = root.getCause(); next != null; next = root.getCause()) {
            root = next;
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
