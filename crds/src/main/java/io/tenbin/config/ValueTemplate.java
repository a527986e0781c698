package io.tenbin.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A field's value with samples in it, written as in HAProxy's log formats (configuration manual 8.2.6): {@code %[fetch]}
 * or {@code %[fetch(argument)]}; {@code %%} is a percent sign.
 *
 * @param parts in order
 */
public record ValueTemplate(List<Part> parts) {
    private static final Pattern SAMPLE = Pattern.compile("([a-z_.-]+)(?:\\(([!#$%&'*+.^_`|~0-9A-Za-z-]+)\\))?");

    public ValueTemplate {
        parts = List.copyOf(parts);
    }

    /** What a value consists of. */
    public sealed interface Part {}

    /** Taken as it is. */
    public record Text(String text) implements Part {}

    /**
     * Taken from the message or its connection.
     *
     * @param argument a field name where the fetch takes one, else empty
     */
    public record Sample(Fetch fetch, String argument) implements Part {}

    /** Which message a value is for. */
    public enum Message {
        REQUEST,
        RESPONSE
    }

    /** What can be taken, by HAProxy's names (configuration manual 7.3). */
    public enum Fetch {
        /** The client's address. */
        SRC("src"),
        /** The client's port. */
        SRC_PORT("src_port"),
        /** The address that the client connected to. */
        DST("dst"),
        /** The port that the client connected to: the listener's, not the pod's. */
        DST_PORT("dst_port"),
        /** The request's method. */
        METHOD("method"),
        /** The request's identifier; empty if {@code requestId} gives it none. */
        UNIQUE_ID("unique-id"),
        /** The request's path, without the query. */
        PATH("path"),
        /** The request's target; an absolute one with a path, and without the port that its scheme has anyway. */
        URL("url"),
        /** The host that the request asks for: lower case, without port. */
        HOST("host"),
        /** The last comma-separated value of the request's last field of a name; empty if there is none. */
        REQ_HDR("req.hdr"),
        /** The same of the answer. */
        RES_HDR("res.hdr");

        private final String word;

        Fetch(String word) {
            this.word = word;
        }

        private boolean takesName() {
            return this == REQ_HDR || this == RES_HDR;
        }

        /** HAProxy can tell of a request only as long as it has not gone; of an answer only when it has come. */
        private boolean isAvailable(Message message) {
            return switch (this) {
                case SRC, SRC_PORT, DST, DST_PORT, METHOD, UNIQUE_ID -> true;
                case PATH, URL, HOST, REQ_HDR -> message == Message.REQUEST;
                case RES_HDR -> message == Message.RESPONSE;
            };
        }
    }

    /**
     * Reads a value.
     *
     * @throws InvalidConfigException if it is not of this form; the message says why and what is allowed
     */
    public static ValueTemplate parse(String value, Message message) {
        try {
            return read(value, message);
        } catch (Unreadable e) {
            throw new InvalidConfigException("value", value, e.words);
        }
    }

    /** What is wrong with a value, in words that follow it; null if nothing is. */
    public static @Nullable String problem(String value, Message message) {
        try {
            read(value, message);
            return null;
        } catch (Unreadable e) {
            return e.words;
        }
    }

    private static ValueTemplate read(String value, Message message) throws Unreadable {
        List<Part> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < value.length()) {
            char c = value.charAt(at);
            if (c != '%') {
                text.append(c);
                at++;
            } else if (value.startsWith("%%", at)) {
                text.append('%');
                at += 2;
            } else {
                int end = value.indexOf(']', at);
                if (!value.startsWith("%[", at) || end < 0) {
                    throw new Unreadable(
                            "has a % that begins no sample: write %% for a percent sign; " + allowed(message));
                }
                addText(parts, text);
                parts.add(sample(value.substring(at + 2, end), message));
                at = end + 1;
            }
        }
        addText(parts, text);
        return new ValueTemplate(parts);
    }

    private static Sample sample(String expression, Message message) throws Unreadable {
        Matcher matcher = SAMPLE.matcher(expression);
        if (matcher.matches()) {
            String argument = matcher.group(2) == null ? "" : matcher.group(2);
            for (Fetch fetch : Fetch.values()) {
                if (names(fetch, matcher.group(1), message)
                        && fetch.isAvailable(message)
                        && fetch.takesName() != argument.isEmpty()) {
                    return new Sample(fetch, argument);
                }
            }
        }
        throw new Unreadable("has %[" + expression + "], which cannot be taken here: " + allowed(message));
    }

    /** {@code hdr} is the field of whichever message it stands in, as in HAProxy. */
    private static boolean names(Fetch fetch, String word, Message message) {
        return fetch.word.equals(word)
                || (word.equals("hdr") && fetch == (message == Message.REQUEST ? Fetch.REQ_HDR : Fetch.RES_HDR));
    }

    private static String allowed(Message message) {
        return Arrays.stream(Fetch.values())
                .filter(fetch -> fetch.isAvailable(message))
                .map(fetch -> "%[" + fetch.word + (fetch.takesName() ? "(name)]" : "]"))
                .collect(Collectors.joining(", ", "allowed are ", ""));
    }

    private static void addText(List<Part> parts, StringBuilder text) {
        if (!text.isEmpty()) {
            parts.add(new Text(text.toString()));
            text.setLength(0);
        }
    }

    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        private final String words;

        Unreadable(String words) {
            super(words, null, false, false);
            this.words = words;
        }
    }
}
