package io.tenbin.proxy.http1;

import io.netty.util.AsciiString;

/** Reads through the one copy of a head that was made, up to and with its empty line. */
final class HeadCursor {
    private static final AsciiString VERSION = AsciiString.cached("HTTP/");

    private final byte[] bytes;
    private int at;
    private long seen;

    HeadCursor(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The next bytes that are in the class, at least one, and the space after them, which is skipped. */
    AsciiString method() throws Malformed {
        int start = at;
        while (Grammar.token(bytes[at])) {
            at++;
        }
        return upToSpace(start, "invalid method");
    }

    AsciiString target() throws Malformed {
        int start = at;
        while (Grammar.target(bytes[at])) {
            at++;
        }
        return upToSpace(start, "invalid byte in the target");
    }

    private AsciiString upToSpace(int start, String wrong) throws Malformed {
        if (at == start || bytes[at] != Grammar.SP) {
            throw Malformed.badRequest(wrong);
        }
        return new AsciiString(bytes, start, at++ - start, false);
    }

    /** The minor version, 1 for those above: a message of those is to be understood as one of HTTP/1.1 (RFC 9110 section 2.5). */
    int version() throws Malformed {
        if (bytes.length - at < 10) { // Two bytes for the line's end are always there.
            throw Malformed.badRequest("invalid version");
        }
        for (int i = 0; i < VERSION.length(); i++) {
            if (bytes[at + i] != VERSION.byteAt(i)) {
                throw Malformed.badRequest("invalid version");
            }
        }
        byte major = bytes[at + 5];
        byte minor = bytes[at + 7];
        if (!Grammar.digit(major) || bytes[at + 6] != '.' || !Grammar.digit(minor)) {
            throw Malformed.badRequest("invalid version");
        }
        at += 8;
        if (major != '1') {
            throw new Malformed(505, "major version other than 1");
        }
        return minor == '0' ? 0 : 1;
    }

    /** Three digits after a space. */
    int status() throws Malformed {
        if (bytes.length - at < 6 || bytes[at] != Grammar.SP) {
            throw Malformed.badRequest("invalid status line");
        }
        int status = 0;
        for (int i = 1; i <= 3; i++) {
            if (!Grammar.digit(bytes[at + i])) {
                throw Malformed.badRequest("invalid status");
            }
            status = status * 10 + bytes[at + i] - '0';
        }
        if (status < 100) {
            throw Malformed.badRequest("invalid status");
        }
        at += 4;
        return status;
    }

    /** The rest of the status line. The space before it is missing often enough to be forgiven, if nothing follows. */
    AsciiString reason() throws Malformed {
        if (bytes[at] == Grammar.CR) {
            lineEnd();
            return AsciiString.EMPTY_STRING;
        }
        if (bytes[at++] != Grammar.SP) {
            throw Malformed.badRequest("invalid status line");
        }
        int start = at;
        while (Grammar.field(bytes[at])) {
            at++;
        }
        AsciiString reason = new AsciiString(bytes, start, at - start, false);
        lineEnd();
        return reason;
    }

    void lineEnd() throws Malformed {
        if (bytes[at] != Grammar.CR || bytes[at + 1] != Grammar.LF) {
            throw Malformed.badRequest("line does not end in CR LF");
        }
        at += 2;
    }

    /** All lines up to the empty one. */
    Fields fields(int most, int tooMany) throws Malformed {
        Fields fields = new Fields();
        while (bytes[at] != Grammar.CR) {
            if (fields.size() == most) {
                throw new Malformed(tooMany, "too many fields");
            }
            field(fields);
        }
        lineEnd();
        if (at != bytes.length) {
            throw Malformed.badRequest("empty line within the head");
        }
        return fields;
    }

    /** The names of {@link KnownNames} that have come, by their bits. */
    long seen() {
        return seen;
    }

    private void field(Fields fields) throws Malformed {
        int start = at;
        while (Grammar.token(bytes[at])) {
            at++;
        }
        if (at == start || bytes[at] != ':') {
            throw Malformed.badRequest(Grammar.blank(bytes[start]) ? "folded field line" : "invalid field name");
        }
        AsciiString name = name(start, at++);
        while (Grammar.blank(bytes[at])) {
            at++;
        }
        int value = at;
        while (Grammar.field(bytes[at])) {
            at++;
        }
        int end = at;
        if (bytes[at] != Grammar.CR || bytes[at + 1] != Grammar.LF) {
            throw Malformed.badRequest("control character in a field");
        }
        at += 2;
        while (end > value && Grammar.blank(bytes[end - 1])) {
            end--;
        }
        fields.append(
                name, value == end ? AsciiString.EMPTY_STRING : new AsciiString(bytes, value, end - value, false));
    }

    private AsciiString name(int start, int end) {
        int id = KnownNames.find(bytes, start, end);
        if (id >= 0) {
            seen |= KnownNames.bit(id);
            AsciiString known = KnownNames.exact(id, bytes, start, end);
            if (known != null) {
                return known;
            }
        }
        return new AsciiString(bytes, start, end - start, false);
    }
}
