package io.tenbin.proxy.match;

import io.netty.util.AsciiString;

/**
 * The values of one cookie, in the forms that HAProxy understands: semicolons and commas part cookies, blanks around names and
 * values do not count, quotes stay and protect what they hold, and names that begin with {@code $} are attributes of RFC 2965.
 */
final class CookieValues implements TextSource {
    private static final AsciiString COOKIE = AsciiString.cached("cookie");

    private final byte[] name;

    CookieValues(AsciiString name) {
        this.name = name.toByteArray();
    }

    @Override
    public boolean any(MatchInput input, TextTest test) {
        for (int line = 0; line < input.fields(); line++) {
            if (input.fieldName(line).contentEqualsIgnoreCase(COOKIE) && any(input.fieldValue(line), test)) {
                return true;
            }
        }
        return false;
    }

    private boolean any(AsciiString value, TextTest test) {
        byte[] bytes = value.array();
        int end = value.arrayOffset() + value.length();
        int begin = value.arrayOffset();
        // An empty value at the very end is overlooked, as HAProxy overlooks it.
        while (begin + name.length + 1 < end) {
            begin = Texts.afterBlanks(bytes, begin, end);
            int equal = begin;
            while (equal < end && bytes[equal] != '=' && bytes[equal] != ';' && bytes[equal] != ',') {
                equal++;
            }
            int next = equal;
            if (equal < end && bytes[equal] == '=') {
                int from = Texts.afterBlanks(bytes, equal + 1, end);
                next = Texts.delimiter(bytes, from, end, ';', ',');
                if (isName(bytes, begin, Texts.beforeBlanks(bytes, begin, equal))
                        && test.test(bytes, from, Texts.beforeBlanks(bytes, from, next))) {
                    return true;
                }
            }
            begin = next + 1;
        }
        return false;
    }

    private boolean isName(byte[] bytes, int from, int to) {
        return name[0] != '$' && Texts.equal(name, bytes, from, to);
    }
}
