package io.tenbin.e2e.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A request as {@link FaultyServer} reads it. */
record Received(String method, String path, String number, int length, String sha256) {

    static Received read(InputStream in) throws IOException {
        String[] start = line(in).split(" ", 3);
        String number = "";
        int length = 0;
        boolean chunked = false;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String value = line.substring(line.indexOf(':') + 1).strip();
            if (line.startsWith("X-Request-Number:")) {
                number = value;
            } else if (line.startsWith("Content-Length:")) {
                length = Integer.parseInt(value);
            } else if (line.startsWith("Transfer-Encoding:")) {
                chunked = true;
            }
        }
        byte[] body = chunked ? chunks(in) : in.readNBytes(length);
        return new Received(start[0], start[1], number, body.length, Request.sha256(body));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int size;
        do {
            size = Integer.parseInt(line(in), 16);
            body.writeBytes(in.readNBytes(size));
            line(in);
        } while (size > 0);
        return body.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            line.write(next);
        }
        return line.toString(ISO_8859_1).strip();
    }

    Received withPath(String other) {
        return new Received(method, other, number, length, sha256);
    }

    Received withOtherBody() {
        return new Received(method, path, number, length, Request.sha256(new byte[length]));
    }
}
