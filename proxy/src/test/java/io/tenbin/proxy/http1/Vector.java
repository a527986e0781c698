package io.tenbin.proxy.http1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a table: what is fed and what must come out.
 *
 * @param label the first word: {@code ok}, the status of the failure, or the methods of the requests that are answered
 * @param input one character for each byte
 * @param expected all that must come out; empty if only the failure counts
 */
record Vector(String name, String label, String input, List<String> expected) {
    private static final Pattern REPEAT = Pattern.compile("\\{\\{(.+?)\\*(\\d+)}}");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(x..|.)");

    /** Reads {@code label bytes} lines, with {@code = line} lines after them, from the resource; {@code #} begins a remark. */
    static List<Vector> table(String resource) {
        List<Vector> vectors = new ArrayList<>();
        for (String line : lines(resource)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith(" = ")) {
                vectors.getLast().expected().add(line.substring(3));
                continue;
            }
            int space = line.indexOf(' ');
            vectors.add(new Vector(
                    (vectors.size() + 1) + " " + (line.length() > 120 ? line.substring(0, 120) : line),
                    line.substring(0, space),
                    unescape(line.substring(space + 1)),
                    new ArrayList<>()));
        }
        return vectors;
    }

    byte[] bytes() {
        return input.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<String> lines(String resource) {
        try (InputStream in = Vector.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String unescape(String text) {
        String repeated = REPEAT.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1).repeat(Integer.parseInt(found.group(2)))));
        return ESCAPE.matcher(repeated)
                .replaceAll(found -> Matcher.quoteReplacement(String.valueOf(character(found.group(1)))));
    }

    private static char character(String escape) {
        return switch (escape.charAt(0)) {
            case 'r' -> '\r';
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'x' -> (char) Integer.parseInt(escape.substring(1), 16);
            default -> escape.charAt(0);
        };
    }

    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\r' -> escaped.append("\\r");
                case '\n' -> escaped.append("\\n");
                case '\t' -> escaped.append("\\t");
                default -> escaped.append(c < 0x20 || c > 0x7e ? String.format("\\x%02x", (int) c) : String.valueOf(c));
            }
        }
        return escaped.toString();
    }

    @Override
    public String toString() {
        return name;
    }
}
