package io.tenbin.schema;

/** A user's text in a message: bounded, and without control bytes. */
public final class Quoted {
    private static final int SHOWN = 64;

    private Quoted() {}

    /** The text in double quotes. */
    public static String of(String text) {
        return "\"" + bare(text) + "\"";
    }

    /** The text without quotes, for a number or a name. */
    public static String bare(String text) {
        StringBuilder shown = new StringBuilder();
        int end = Math.min(text.length(), SHOWN);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return shown.append(text.length() > SHOWN ? "…" : "").toString();
    }
}
