package io.tenbin.proxy.http1;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/** Bytes of a complete head into a {@link RequestHead}. */
final class RequestParser {
    private RequestParser() {}

    /** @param most fields that the head may have, over which it is a 431 */
    static RequestHead parse(byte[] head, int most) throws Malformed {
        HeadCursor cursor = new HeadCursor(head);
        AsciiString method = Methods.intern(cursor.method());
        AsciiString raw = cursor.target();
        int minorVersion = cursor.version();
        cursor.lineEnd();
        Fields fields = cursor.fields(most, 431);
        long seen = cursor.seen();
        Target target = Target.parse(method, raw);
        AsciiString authority = authority(target, fields, minorVersion);
        BodyLength body = BodyLength.of(fields, seen, minorVersion, BodyLength.NONE);
        ConnectionOptions connection = ConnectionOptions.of(fields, seen, minorVersion);
        boolean expectContinue = (seen & KnownNames.EXPECT_SEEN) != 0 && minorVersion > 0 && expectsContinue(fields);
        AsciiString upgrade = connection.upgrade() ? fields.first(FieldNames.UPGRADE) : null;
        fields.removeIf(line -> GuardedFields.shadow(fields.name(line)));
        return new RequestHead(
                method,
                target,
                minorVersion,
                fields,
                body,
                new RequestHead.Semantics(authority, connection, expectContinue, upgrade, false));
    }

    /** As {@link RequestHead#ofHttp2}. {@code Connection} is there only if it was put there to ask for another protocol. */
    static RequestHead assemble(AsciiString method, AsciiString raw, Fields fields, boolean ended) throws Malformed {
        if (!Grammar.isTarget(raw)) {
            throw Malformed.badRequest("invalid byte in the target");
        }
        Target target = Target.parse(method, raw);
        AsciiString authority = authority(target, fields, 1);
        BodyLength body = BodyLength.ofHttp2(fields, ended || target.form() == TargetForm.AUTHORITY);
        long seen = fields.contains(FieldNames.CONNECTION) ? KnownNames.CONNECTION_SEEN : 0;
        ConnectionOptions connection = ConnectionOptions.of(fields, seen, 1);
        AsciiString upgrade = connection.upgrade() ? fields.first(FieldNames.UPGRADE) : null;
        fields.removeIf(line -> GuardedFields.shadow(fields.name(line)));
        return new RequestHead(
                method,
                target,
                1,
                fields,
                body,
                new RequestHead.Semantics(authority, connection, expectsContinue(fields), upgrade, true));
    }

    private static boolean expectsContinue(Fields fields) {
        return only(fields, FieldNames.EXPECT, "100-continue");
    }

    /** RFC 9112 section 3.2. A target's own authority wins over {@code Host}, which is then made to say the same. */
    private static @Nullable AsciiString authority(Target target, Fields fields, int minorVersion) throws Malformed {
        int hosts = fields.count(FieldNames.HOST);
        if (hosts > 1) {
            throw Malformed.badRequest("more than one Host");
        }
        if (hosts == 0 && minorVersion > 0) {
            throw Malformed.badRequest("no Host");
        }
        AsciiString host = fields.first(FieldNames.HOST);
        if (host != null && !Authority.valid(host)) {
            throw Malformed.badRequest("invalid Host");
        }
        if (target.authority() == null) {
            return host;
        }
        fields.set(FieldNames.HOST, target.authority());
        return target.authority();
    }

    private static boolean only(Fields fields, AsciiString name, String token) {
        AsciiString value = fields.first(name);
        return value != null && value.contentEqualsIgnoreCase(token) && fields.count(name) == 1;
    }
}
