package io.tenbin.proxy.http1;

import io.netty.util.AsciiString;
import java.util.List;

/** Takes out of a head what concerns the connection it came on only (RFC 9110 section 7.6.1). */
public final class HopByHop {
    private static final AsciiString TRAILERS = AsciiString.cached("trailers");

    private HopByHop() {}

    /** As {@link #strip(Fields, boolean, List)} without further fields of ours. */
    public static void strip(Fields fields, boolean relayUpgrade) {
        strip(fields, relayUpgrade, List.of());
    }

    /**
     * Removes {@code Connection} and what it names, {@code Keep-Alive}, {@code Proxy-Connection}, {@code HTTP2-Settings},
     * {@code Upgrade} and {@code TE}; writes {@code TE: trailers} anew if that was said, and {@code Upgrade} if it is to be relayed.
     *
     * <p>What frames the message ({@code Content-Length}, {@code Transfer-Encoding}) stays, because it describes the body as it was
     * parsed: whoever sends the body framed otherwise changes it. Credentials for proxies stay as well: a gateway is not the proxy
     * that RFC 9110 section 11.7 speaks of. {@code Connection} cannot name away the framing, {@code Host}, {@code Forwarded},
     * {@code X-Forwarded-*}, {@code X-Real-IP}, {@code X-Request-ID}, {@code Via}.
     *
     * @param relayUpgrade keeps {@code Upgrade} if {@code Connection} names it
     * @param ours more names that {@code Connection} cannot name away
     */
    public static void strip(Fields fields, boolean relayUpgrade, List<AsciiString> ours) {
        boolean upgrade = relayUpgrade
                && fields.contains(FieldNames.UPGRADE)
                && fields.containsToken(FieldNames.CONNECTION, FieldNames.UPGRADE);
        boolean trailers = fields.containsToken(FieldNames.TE, TRAILERS);
        // A copy, since the lines move while fields are removed.
        Fields connection = namesFields(fields) ? fields.copy() : Fields.EMPTY;
        fields.removeIf(line -> {
            AsciiString name = fields.name(line);
            if (name.contentEqualsIgnoreCase(FieldNames.UPGRADE)) {
                return !upgrade;
            }
            return always(name)
                    || (connection.containsToken(FieldNames.CONNECTION, name)
                            && !GuardedFields.ours(name)
                            && !among(name, ours));
        });
        if (trailers) {
            fields.append(FieldNames.TE, TRAILERS);
            fields.append(FieldNames.CONNECTION, FieldNames.TE);
        }
        if (upgrade) {
            fields.append(FieldNames.CONNECTION, FieldNames.UPGRADE);
        }
    }

    private static boolean always(AsciiString name) {
        return name.contentEqualsIgnoreCase(FieldNames.CONNECTION)
                || name.contentEqualsIgnoreCase(FieldNames.KEEP_ALIVE)
                || name.contentEqualsIgnoreCase(FieldNames.PROXY_CONNECTION)
                || name.contentEqualsIgnoreCase(FieldNames.HTTP2_SETTINGS)
                || name.contentEqualsIgnoreCase(FieldNames.TE);
    }

    /** Whether {@code Connection} has more than what almost every client says. */
    private static boolean namesFields(Fields fields) {
        int line = fields.indexOf(FieldNames.CONNECTION, 0);
        for (; line >= 0; line = fields.indexOf(FieldNames.CONNECTION, line + 1)) {
            TokenList list = new TokenList(fields.value(line));
            while (list.next()) {
                if (!list.is("keep-alive") && !list.is("close") && !list.is(FieldNames.UPGRADE)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean among(AsciiString name, List<AsciiString> names) {
        for (int i = 0; i < names.size(); i++) {
            if (name.contentEqualsIgnoreCase(names.get(i))) {
                return true;
            }
        }
        return false;
    }
}
