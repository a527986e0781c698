package io.tenbin.proxy.match;

import io.netty.util.AsciiString;

/** The elements of all field lines of one name: commas part them, but not within double quotes (HAProxy's {@code hdr}). */
final class FieldElements implements TextSource {
    private final AsciiString name;

    FieldElements(AsciiString name) {
        this.name = name;
    }

    @Override
    public boolean any(MatchInput input, TextTest test) {
        for (int line = 0; line < input.fields(); line++) {
            if (input.fieldName(line).contentEqualsIgnoreCase(name) && any(input.fieldValue(line), test)) {
                return true;
            }
        }
        return false;
    }

    private static boolean any(AsciiString value, TextTest test) {
        byte[] bytes = value.array();
        int from = value.arrayOffset();
        int end = from + value.length();
        for (int begin = from; ; ) {
            int comma = Texts.delimiter(bytes, begin, end, ',', ',');
            int first = Texts.afterBlanks(bytes, begin, comma);
            int last = Texts.beforeBlanks(bytes, first, comma);
            if (test.test(bytes, first, last)) {
                return true;
            }
            if (comma == end) {
                return false;
            }
            begin = comma + 1;
        }
    }
}
