package io.tenbin.translate;

import io.tenbin.pem.MadeCertificates;
import io.tenbin.pem.MadeCertificates.Made;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills PEM texts into documents: made once for each name, since no key stands in a file. */
public final class GoldenCertificates {
    private static final Pattern PLACE = Pattern.compile("\\$\\{(certificate|key|authority) ([a-z0-9.-]+)}");
    private static final Map<String, Made> MADE = new ConcurrentHashMap<>();

    private GoldenCertificates() {}

    /** The JSON text, or YAML with double quotes, with PEM in all places. */
    public static String fill(String json) {
        return PLACE.matcher(json).replaceAll(found -> {
            boolean authority = found.group(1).equals("authority");
            Made made = MADE.computeIfAbsent((authority ? "authority " : "") + found.group(2), name -> {
                try (MadeCertificates openssl = new MadeCertificates()) {
                    return authority ? openssl.authority(found.group(2)) : openssl.selfSigned(found.group(2));
                }
            });
            String pem = found.group(1).equals("key") ? made.key() : made.certificate();
            return Matcher.quoteReplacement(pem.replace("\n", "\\n"));
        });
    }
}
