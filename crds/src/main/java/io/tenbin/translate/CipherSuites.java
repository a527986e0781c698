package io.tenbin.translate;

import io.tenbin.schema.NearMatch;
import io.tenbin.schema.Quoted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Suites of TLS 1.2 and before that proxies speak, by their names in OpenSSL and of IANA. */
final class CipherSuites {
    private static final Map<String, String> IANA_BY_OPENSSL = byOpenSsl();

    private CipherSuites() {}

    /** The names of IANA for names of either kind. A name of neither is a finding. */
    static List<String> iana(String path, List<String> names, Findings findings) {
        List<String> suites = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            String iana = IANA_BY_OPENSSL.getOrDefault(name, name);
            if (!IANA_BY_OPENSSL.containsValue(iana)) {
                findings.invalid(path + "[" + i + "]", refusal(name));
            } else if (!suites.contains(iana)) {
                suites.add(iana);
            }
        }
        return suites;
    }

    private static String refusal(String name) {
        if (name.startsWith("TLS_AES_") || name.startsWith("TLS_CHACHA20_")) {
            return Quoted.of(name) + " is of TLS 1.3, whose suites are always there; leave it out";
        }
        if (name.startsWith("DHE-") || name.startsWith("TLS_DHE_")) {
            return Quoted.of(name) + " is not spoken by BoringSSL, nor is any other suite of DHE; take one of ECDHE";
        }
        List<String> known = new ArrayList<>(IANA_BY_OPENSSL.keySet());
        known.addAll(IANA_BY_OPENSSL.values());
        return Quoted.of(name) + " is no suite that proxies speak"
                + NearMatch.of(name, known)
                        .map(near -> "; did you mean " + Quoted.of(near) + "?")
                        .orElse("; those are " + String.join(", ", IANA_BY_OPENSSL.keySet()));
    }

    private static Map<String, String> byOpenSsl() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("ECDHE-ECDSA-AES128-GCM-SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
        names.put("ECDHE-RSA-AES128-GCM-SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        names.put("ECDHE-ECDSA-AES256-GCM-SHA384", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
        names.put("ECDHE-RSA-AES256-GCM-SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
        names.put("ECDHE-ECDSA-CHACHA20-POLY1305", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");
        names.put("ECDHE-RSA-CHACHA20-POLY1305", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
        names.put("ECDHE-ECDSA-AES128-SHA", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA");
        names.put("ECDHE-RSA-AES128-SHA", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA");
        names.put("ECDHE-ECDSA-AES256-SHA", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA");
        names.put("ECDHE-RSA-AES256-SHA", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA");
        names.put("AES128-GCM-SHA256", "TLS_RSA_WITH_AES_128_GCM_SHA256");
        names.put("AES256-GCM-SHA384", "TLS_RSA_WITH_AES_256_GCM_SHA384");
        names.put("AES128-SHA", "TLS_RSA_WITH_AES_128_CBC_SHA");
        names.put("AES256-SHA", "TLS_RSA_WITH_AES_256_CBC_SHA");
        return names;
    }

    /** Mozilla's list "intermediate", version 5.7, without DHE. */
    static List<String> intermediate() {
        return List.copyOf(IANA_BY_OPENSSL.values()).subList(0, 6);
    }

    /** Mozilla's list "old", as far as it is spoken. */
    static List<String> old() {
        return List.copyOf(IANA_BY_OPENSSL.values());
    }
}
