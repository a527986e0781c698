package io.tenbin.proxy.match;

import io.netty.util.AsciiString;
import io.tenbin.config.TextFetch;

/**
 * Where in a request the texts are that an ACL looks at. The test is handed each of them as a slice, so that looking makes no
 * object; what is not there is not handed over, and matches nothing.
 */
interface TextSource {
    /** Whether one of the texts passes the test. */
    boolean any(MatchInput input, TextTest test);

    static TextSource of(TextFetch fetch) {
        AsciiString name = new AsciiString(fetch.name());
        return switch (fetch.source()) {
            case URL -> (input, test) -> whole(input.url(), test);
            case PATH -> (input, test) -> hasPath(input) && whole(input.path(), test);
            case BASE -> (input, test) -> whole(base(input), test);
            case HOST -> (input, test) -> !input.host().isEmpty() && whole(input.host(), test);
            case METHOD -> (input, test) -> whole(input.method(), test);
            case VERSION -> (input, test) -> whole(input.version(), test);
            case QUERY -> new QueryValues(name);
            case HEADER -> new FieldElements(name);
            case COOKIE -> new CookieValues(name);
        };
    }

    private static boolean hasPath(MatchInput input) {
        AsciiString path = input.path();
        return !path.isEmpty() && path.byteAt(0) == '/';
    }

    private static AsciiString base(MatchInput input) {
        AsciiString path = hasPath(input) ? input.path() : AsciiString.EMPTY_STRING;
        for (int line = 0; line < input.fields(); line++) {
            if (input.fieldName(line).contentEqualsIgnoreCase("host")) {
                return input.fieldValue(line).concat(path);
            }
        }
        return path;
    }

    private static boolean whole(AsciiString text, TextTest test) {
        int from = text.arrayOffset();
        return test.test(text.array(), from, from + text.length());
    }
}
