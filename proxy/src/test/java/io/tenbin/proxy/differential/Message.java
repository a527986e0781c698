package io.tenbin.proxy.differential;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A message as it was on the wire.
 *
 * @param start request line or status line
 * @param fields in order, names in lower case, with trailers after the {@code |} that stands for the body's end
 * @param body without its framing
 */
record Message(String start, List<Field> fields, String body) {

    /** A line. */
    record Field(String name, String value) {}

    Optional<String> field(String name) {
        return fields.stream()
                .filter(field -> field.name.equals(name))
                .map(Field::value)
                .findFirst();
    }

    int status() {
        return Integer.parseInt(start.substring(9, 12));
    }

    /** Whether the connection ends after it. */
    boolean saysClose() {
        List<String> options = fields.stream()
                .filter(field -> field.name.equals("connection"))
                .flatMap(field -> Stream.of(field.value.toLowerCase(Locale.ROOT).split(" *, *", -1)))
                .toList();
        return options.contains("close") || (start.startsWith("HTTP/1.0") && !options.contains("keep-alive"));
    }

    /** The head of a message; empty if the connection ends before its first byte. */
    static Optional<Message> head(InputStream in) throws IOException {
        String start = line(in);
        if (start == null) {
            return Optional.empty();
        }
        List<Field> fields = new ArrayList<>();
        readFields(in, "", fields);
        return Optional.of(new Message(start, fields, ""));
    }

    /** The same with the body that follows it. */
    Message withBody(InputStream in, boolean untilClose) throws IOException {
        List<Field> all = new ArrayList<>(fields);
        StringBuilder content = new StringBuilder();
        if (field("transfer-encoding").isPresent()) {
            while (true) {
                String size = required(line(in));
                int length = Integer.parseInt(size.split(";", 2)[0].trim(), 16);
                if (length == 0) {
                    break;
                }
                content.append(read(in, length));
                required(line(in));
            }
            readFields(in, "|", all);
        } else if (field("content-length").isPresent()) {
            content.append(read(in, Integer.parseInt(field("content-length").get())));
        } else if (untilClose) {
            content.append(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        }
        return new Message(start, all, content.toString());
    }

    private static void readFields(InputStream in, String prefix, List<Field> into) throws IOException {
        for (String line = required(line(in)); !line.isEmpty(); line = required(line(in))) {
            int colon = line.indexOf(':');
            into.add(
                    colon < 0
                            ? new Field(prefix + "?", line)
                            : new Field(
                                    prefix + line.substring(0, colon).toLowerCase(Locale.ROOT),
                                    line.substring(colon + 1).trim()));
        }
    }

    private static String read(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("cut in the body after " + bytes.length);
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String required(String line) throws IOException {
        if (line == null) {
            throw new EOFException("cut in the head or between chunks");
        }
        return line;
    }

    /** A line without its end; null if the connection ends before it. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int b = in.read();
            if (b < 0) {
                if (line.isEmpty()) {
                    return null;
                }
                throw new EOFException("cut in the line " + line);
            }
            if (b == '\n') {
                int end = line.length() - 1;
                return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
            }
            line.append((char) b);
        }
    }
}
