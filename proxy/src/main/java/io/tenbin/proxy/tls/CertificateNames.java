package io.tenbin.proxy.tls;

import io.netty.util.NetUtil;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * For whom a certificate is: its subject alternative names (RFC 9525). The common name does not count (section 2), and a wildcard
 * stands for one whole label, the leftmost (section 6.3).
 *
 * @param dns names, in lower case
 * @param addresses as bytes in network order
 */
record CertificateNames(List<String> dns, List<byte[]> addresses) {
    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    /** How many are told of. */
    private static final int SHOWN = 4;

    static CertificateNames of(X509Certificate certificate) throws CertificateParsingException {
        List<String> dns = new ArrayList<>();
        List<byte[]> addresses = new ArrayList<>();
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        for (List<?> name : names == null ? List.<List<?>>of() : names) {
            if (name.get(0).equals(DNS)) {
                dns.add(name.get(1).toString().toLowerCase(Locale.ROOT));
            } else if (name.get(0).equals(ADDRESS)) {
                byte @Nullable [] address = bytes(name.get(1).toString());
                if (address != null) {
                    addresses.add(address);
                }
            }
        }
        return new CertificateNames(dns, addresses);
    }

    /** @param host a DNS name, perhaps with a dot at its end, or an IP address */
    boolean include(String host) {
        byte @Nullable [] address = bytes(host);
        if (address != null) {
            return addresses.stream().anyMatch(own -> Arrays.equals(own, address));
        }
        String name = host.toLowerCase(Locale.ROOT);
        String absolute = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return dns.stream().anyMatch(own -> matches(own, absolute));
    }

    /** No {@code *.com}, and none for an address. */
    private static boolean matches(String own, String name) {
        if (!own.startsWith("*.")) {
            return own.equals(name);
        }
        int dot = name.indexOf('.');
        String parent = own.substring(2);
        return dot > 0 && parent.indexOf('.') > 0 && parent.equals(name.substring(dot + 1));
    }

    private static byte @Nullable [] bytes(String text) {
        return NetUtil.createByteArrayFromIpAddressString(text);
    }

    /** For a message; names come from strangers. */
    @Override
    public String toString() {
        List<String> all = new ArrayList<>(dns);
        addresses.forEach(address -> all.add(NetUtil.bytesToIpAddress(address)));
        if (all.isEmpty()) {
            return "nobody: it has no alternative names";
        }
        return String.join(", ", all.subList(0, Math.min(all.size(), SHOWN)))
                + (all.size() > SHOWN ? " and " + (all.size() - SHOWN) + " more" : "");
    }
}
