package io.tenbin.proxy.compress;

import io.netty.util.AsciiString;
import io.tenbin.proxy.http1.FieldNames;
import io.tenbin.proxy.http1.Fields;

/** What a client says it can read (RFC 9110 section 12.5.3). */
final class AcceptEncoding {
    private static final int FULL = 1000;
    private static final AsciiString ANY = AsciiString.cached("*");

    private AcceptEncoding() {}

    /**
     * How much a client wants a coding.
     *
     * @param alias another name for it
     * @return 0 for not at all, up to 1000
     */
    static int quality(Fields request, AsciiString coding, AsciiString alias) {
        int any = 0;
        for (int line = 0; line < request.size(); line++) {
            if (!request.name(line).contentEqualsIgnoreCase(FieldNames.ACCEPT_ENCODING)) {
                continue;
            }
            AsciiString list = request.value(line);
            int from = 0;
            while (from <= list.length()) {
                int comma = list.indexOf(',', from);
                int to = comma < 0 ? list.length() : comma;
                AsciiString element = list.subSequence(from, to, false);
                int semicolon = element.indexOf(';', 0);
                AsciiString name = (semicolon < 0 ? element : element.subSequence(0, semicolon, false)).trim();
                if (name.contentEqualsIgnoreCase(coding) || name.contentEqualsIgnoreCase(alias)) {
                    return weight(element, semicolon);
                }
                if (name.equals(ANY)) {
                    any = weight(element, semicolon);
                }
                from = to + 1;
            }
        }
        return any;
    }

    /** The weight behind the name; one that cannot be read is none, so that nobody gets what he may not understand. */
    private static int weight(AsciiString element, int semicolon) {
        if (semicolon < 0) {
            return FULL;
        }
        AsciiString parameter = element.subSequence(semicolon + 1).trim();
        if (parameter.length() < 3
                || (parameter.charAt(0) | 0x20) != 'q'
                || parameter.charAt(1) != '='
                || parameter.length() > "q=0.000".length()) {
            return 0;
        }
        return parameter.charAt(2) == '1' ? whole(parameter) : parameter.charAt(2) == '0' ? part(parameter) : 0;
    }

    private static int whole(AsciiString parameter) {
        for (int i = 3; i < parameter.length(); i++) {
            if (parameter.charAt(i) != (i == 3 ? '.' : '0')) {
                return 0;
            }
        }
        return FULL;
    }

    private static int part(AsciiString parameter) {
        int weight = 0;
        int unit = FULL / 10;
        for (int i = 3; i < parameter.length(); i++) {
            char c = parameter.charAt(i);
            if (i == 3) {
                if (c != '.') {
                    return 0;
                }
            } else if (c < '0' || c > '9') {
                return 0;
            } else {
                weight += (c - '0') * unit;
                unit /= 10;
            }
        }
        return weight;
    }
}
