package io.tenbin.translate;

/** A user's text in a message: bounded, and without control bytes. */
final class Quoted {
    private static final int SHOWN = 64;

    private Quoted() {}

    static String of(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        int shown = Math.min(text.length(), SHOWN);
        for (int i = 0; i < shown; i++) {
            char c = text.charAt(i);
            quoted.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return quoted.append(text.length() > SHOWN ? "…\"" : "\"").toString();
    }
}
