package io.tenbin.proxy.tls;

import io.netty.handler.ssl.NotSslRecordException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * A handshake that failed, or was undone by the server when it had seen all of it.
 *
 * @param failure in a word
 * @param detail for humans, without control bytes
 */
public record TlsFault(TlsFailure failure, String detail) {
    private static final int LONGEST = 200;

    /** What a server says of a certificate that it got, or got not (RFC 8446 section 6.2). */
    private static final Set<String> OF_CERTIFICATES = Set.of(
            "certificate_required",
            "no_certificate",
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "access_denied",
            "decrypt_error");

    private static final Set<String> OF_PARAMETERS =
            Set.of("protocol_version", "insufficient_security", "no_application_protocol");

    /** As BoringSSL and the JDK name an alert that was received. */
    private static final Pattern ALERT =
            Pattern.compile("(?:SSLV3|TLSV1)_(?:ALERT_)?([A-Z_]+)|[Rr]eceived fatal alert: ([a-z_]+)");

    public TlsFault {
        detail = printable(detail);
    }

    /** The connect timeout passed. */
    public static TlsFault timedOut() {
        return new TlsFault(TlsFailure.TIMED_OUT, "no handshake within the connect timeout");
    }

    /**
     * What the library's exception means.
     *
     * @param asked whether the server had asked for a client certificate
     */
    public static TlsFault of(Throwable failure, boolean asked) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case ServerCertificateException refused -> {
                    return new TlsFault(refused.failure(), String.valueOf(refused.getMessage()));
                }
                case NotSslRecordException _ -> {
                    return new TlsFault(TlsFailure.NOT_TLS, "the server does not answer in TLS");
                }
                case SSLException broken -> {
                    Matcher alert = ALERT.matcher(String.valueOf(broken.getMessage()));
                    if (alert.find()) {
                        String name = alert.group(1) == null ? alert.group(2) : alert.group(1);
                        return ofAlert(name.toLowerCase(Locale.ROOT), asked);
                    }
                }
                default -> {}
            }
        }
        return ofLast(failure);
    }

    private static TlsFault ofAlert(String name, boolean asked) {
        String said = "the server broke it off: " + name.replace('_', ' ');
        if (OF_CERTIFICATES.contains(name)) {
            return new TlsFault(TlsFailure.CLIENT_CERTIFICATE_REFUSED, said);
        }
        if (name.equals("handshake_failure") && asked) {
            // Before TLS 1.3 there is no other word for it.
            return new TlsFault(TlsFailure.CLIENT_CERTIFICATE_REFUSED, said + ", after it asked for a certificate");
        }
        return new TlsFault(
                OF_PARAMETERS.contains(name) ? TlsFailure.NOTHING_IN_COMMON : TlsFailure.HANDSHAKE_FAILED, said);
    }

    private static TlsFault ofLast(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String words = String.valueOf(root.getMessage());
        if (words.contains("UNSUPPORTED_PROTOCOL") || words.contains("No appropriate protocol")) {
            return new TlsFault(TlsFailure.NOTHING_IN_COMMON, "the server speaks no version of TLS that is allowed");
        }
        if (words.contains("WRONG_VERSION_NUMBER")) {
            return new TlsFault(TlsFailure.NOT_TLS, "the server does not answer in TLS");
        }
        if (root instanceof ClosedChannelException || !(root instanceof SSLException)) {
            return new TlsFault(TlsFailure.CLOSED, "connection closed in the handshake");
        }
        return new TlsFault(TlsFailure.HANDSHAKE_FAILED, words);
    }

    private static String printable(String text) {
        String line = text.replaceAll("[^\\x20-\\x7e]", "?").replace('"', '\'');
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
    }

    /** {@code WrongName: the certificate is …}. */
    @Override
    public String toString() {
        return failure.word() + ": " + detail;
    }
}
