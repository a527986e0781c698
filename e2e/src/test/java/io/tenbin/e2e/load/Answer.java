package io.tenbin.e2e.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An HTTP/1.1 answer as read from a connection.
 *
 * @param fields by lower-case name; of a repeated field the last
 * @param body as UTF-8
 */
public record Answer(int status, Map<String, String> fields, String body) {

    private static final int LONGEST_LINE = 16 * 1024;

    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name.toLowerCase(Locale.ROOT)));
    }

    boolean lastOnConnection() {
        return field("connection").map("close"::equalsIgnoreCase).orElse(false);
    }

    /**
     * Reads the next answer, passing over interim ones.
     *
     * @throws EOFException if the connection ends first
     * @throws FailedRequest if it is not HTTP/1.1 as this client understands it
     */
    static Answer read(InputStream in) throws IOException, FailedRequest {
        while (true) {
            String[] statusLine = line(in).split(" ", 3);
            if (statusLine.length < 2 || !statusLine[0].equals("HTTP/1.1") || !statusLine[1].matches("[1-5]\\d\\d")) {
                throw new FailedRequest(Failure.MALFORMED, "status line: " + String.join(" ", statusLine));
            }
            int status = Integer.parseInt(statusLine[1]);
            Map<String, String> fields = fields(in);
            if (status >= 200 || status == 101) {
                return new Answer(status, fields, status == 101 ? "" : new String(body(in, fields), UTF_8));
            }
        }
    }

    private static Map<String, String> fields(InputStream in) throws IOException, FailedRequest {
        Map<String, String> fields = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new FailedRequest(Failure.MALFORMED, "header line: " + line);
            }
            fields.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return fields;
    }

    private static byte[] body(InputStream in, Map<String, String> fields) throws IOException, FailedRequest {
        String encoding = fields.get("transfer-encoding");
        String length = fields.get("content-length");
        try {
            if (encoding != null && length == null && encoding.equalsIgnoreCase("chunked")) {
                return chunks(in);
            }
            if (encoding == null && length != null) {
                return exactly(in, Integer.parseInt(length));
            }
        } catch (NumberFormatException e) {
            throw new FailedRequest(Failure.MALFORMED, "framing: " + e.getMessage());
        }
        throw new FailedRequest(
                Failure.MALFORMED, "Transfer-Encoding: " + encoding + " with Content-Length: " + length);
    }

    private static byte[] chunks(InputStream in) throws IOException, FailedRequest {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line(in), 16);
            if (size == 0) {
                fields(in); // trailers, and the empty line
                return body.toByteArray();
            }
            body.writeBytes(exactly(in, size));
            if (!line(in).isEmpty()) {
                throw new FailedRequest(Failure.MALFORMED, "a chunk is longer than its size says");
            }
        }
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended after " + bytes.length + " of " + length + " bytes of body");
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException, FailedRequest {
        ByteArrayOutputStream line = new ByteArrayOutputStream(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended");
            }
            if (line.size() == LONGEST_LINE) {
                throw new FailedRequest(Failure.MALFORMED, "a line is longer than " + LONGEST_LINE + " bytes");
            }
            line.write(next);
        }
        String text = line.toString(ISO_8859_1);
        if (!text.endsWith("\r")) {
            throw new FailedRequest(Failure.MALFORMED, "a line without CR: " + text);
        }
        return text.substring(0, text.length() - 1);
    }
}
