package io.tenbin.proxy.health;

/** Words of a server or of a library, made fit for logs and status: short, printable, and nothing that ends a quotation. */
final class Shown {
    private static final int LONGEST = 64;

    private Shown() {}

    static String of(CharSequence text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> shown.append(c < ' ' || c > '~' || c == '"' ? '?' : (char) c));
        return shown.toString();
    }
}
