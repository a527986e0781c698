package io.tenbin.proxy.transport;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * The certificate of a client that was found valid.
 *
 * @param certificate itself
 * @param subject as HAProxy writes it ({@code ssl_c_s_dn}): {@code /C=FR/O=Example/CN=client}, the attributes in the certificate's
 *     order; control bytes and what is not ASCII as {@code \xHH} of its UTF-8, so that it can stand in a field of HTTP
 */
public record ClientCertificate(X509Certificate certificate, String subject) {

    public static ClientCertificate of(X509Certificate certificate) {
        return new ClientCertificate(
                certificate, subject(certificate.getSubjectX500Principal().getName()));
    }

    /** @param rfc2253 the name in the form of RFC 2253, which has the attributes in reverse order */
    static String subject(String rfc2253) {
        List<Rdn> names;
        try {
            names = new LdapName(rfc2253).getRdns();
        } catch (InvalidNameException e) {
            throw new IllegalArgumentException("no distinguished name: " + rfc2253, e);
        }
        // LdapName counts from the right, which is the certificate's order.
        StringBuilder text = new StringBuilder();
        for (Rdn name : names) {
            text.append('/').append(type(name.getType())).append('=');
            escape(text, value(name));
        }
        return text.toString();
    }

    private static String type(String type) {
        return switch (type.toUpperCase(Locale.ROOT)) {
            case "1.2.840.113549.1.9.1", "OID.1.2.840.113549.1.9.1" -> "emailAddress";
            case "2.5.4.5", "OID.2.5.4.5" -> "serialNumber";
            case "2.5.4.12", "OID.2.5.4.12" -> "title";
            case "2.5.4.42", "OID.2.5.4.42" -> "GN";
            case "2.5.4.4", "OID.2.5.4.4" -> "SN";
            default -> type;
        };
    }

    private static String value(Rdn name) {
        return name.getValue() instanceof byte[] der ? derString(der) : String.valueOf(name.getValue());
    }

    /** The content of a string that the JDK left encoded, since it does not know the attribute (X.690 section 8.23). */
    private static String derString(byte[] der) {
        return der.length >= 2 && der[1] >= 0 && der.length == der[1] + 2
                ? new String(der, 2, der[1], StandardCharsets.UTF_8)
                : HexFormat.of().formatHex(der);
    }

    private static void escape(StringBuilder text, String value) {
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (b >= 0x20 && b < 0x7f) {
                text.append((char) b);
            } else {
                text.append(String.format(Locale.ROOT, "\\x%02X", b & 0xff));
            }
        }
    }
}
