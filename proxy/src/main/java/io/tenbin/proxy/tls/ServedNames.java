package io.tenbin.proxy.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/** For which names a certificate is (RFC 6125 section 6.4). */
final class ServedNames {
    private static final int DNS_NAME = 2;

    private ServedNames() {}

    /** Its alternative names of hosts, in lower case; the common name if it has no alternative names at all (section 6.4.4). */
    static List<String> of(X509Certificate certificate) {
        Collection<List<?>> alternatives = alternatives(certificate);
        if (alternatives == null) {
            return commonNames(certificate);
        }
        List<String> names = new ArrayList<>();
        for (List<?> alternative : alternatives) {
            if (alternative.get(0) instanceof Integer type
                    && type == DNS_NAME
                    && alternative.get(1) instanceof String name) {
                names.add(name.toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    private static @Nullable Collection<List<?>> alternatives(X509Certificate certificate) {
        try {
            return certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static List<String> commonNames(X509Certificate certificate) {
        try {
            List<String> names = new ArrayList<>();
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String name) {
                    names.add(name.toLowerCase(Locale.ROOT));
                }
            }
            return names;
        } catch (InvalidNameException e) {
            return List.of();
        }
    }
}
