package io.tenbin.config;

/**
 * About how large an expression is when its counted repetitions are written out, without writing them out: nested ones, as in
 * {@code ((a{99}){99}){99}}, would take all memory before the compiled size could be looked at.
 */
final class RegexSize {
    private static final long ENOUGH = 1L << 40;

    private final String text;
    private int at;

    private RegexSize(String text) {
        this.text = text;
    }

    /** At most {@link #ENOUGH}; of what is no expression, any number. */
    static long of(String text) {
        RegexSize size = new RegexSize(text);
        long sum = 0;
        while (size.at < text.length()) {
            // A closing parenthesis without an opening one ends a sequence early; RE2 refuses it later.
            sum = Math.min(ENOUGH, sum + size.sequence());
            size.at++;
        }
        return sum;
    }

    /** Up to the closing parenthesis, or the end. */
    private long sequence() {
        long sum = 0;
        long last = 0;
        for (; at < text.length() && text.charAt(at) != ')'; at++) {
            char c = text.charAt(at);
            if (c == '{') {
                sum += last * (repetitions() - 1);
            } else {
                last = atom(c);
                sum += last;
            }
            sum = Math.min(ENOUGH, sum);
            last = Math.min(ENOUGH, last);
        }
        return sum;
    }

    private long atom(char c) {
        switch (c) {
            case '\\' -> at++;
            case '[' -> skipClass();
            case '(' -> {
                at++;
                return 2 + sequence();
            }
            default -> {}
        }
        return 1;
    }

    private void skipClass() {
        at++;
        if (at < text.length() && text.charAt(at) == '^') {
            at++;
        }
        // The first one is a member even if it is a bracket.
        for (at++; at < text.length() && text.charAt(at) != ']'; at++) {
            if (text.charAt(at) == '\\') {
                at++;
            } else if (text.startsWith("[:", at)) {
                int end = text.indexOf(":]", at);
                at = end < 0 ? at : end + 1;
            }
        }
    }

    /** The larger count in braces, 1 if they hold none and so stand for themselves. */
    private long repetitions() {
        int end = text.indexOf('}', at);
        String counts = end < 0 ? "" : text.substring(at + 1, end);
        if (!counts.matches("[0-9]{1,9}(,[0-9]{0,9})?")) {
            return 1;
        }
        at = end;
        int comma = counts.indexOf(',');
        long min = Long.parseLong(comma < 0 ? counts : counts.substring(0, comma));
        boolean open = comma < 0 || comma == counts.length() - 1;
        return Math.max(
                1, open ? min + (comma < 0 ? 0 : 1) : Math.max(min, Long.parseLong(counts.substring(comma + 1))));
    }
}
