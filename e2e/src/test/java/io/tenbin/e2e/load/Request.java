package io.tenbin.e2e.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;

/**
 * One request of a load. All of it follows from its number, so that its answer can be told from any other's: three
 * quarters are GETs, the others POSTs with up to 16 KiB of body, framed by length and in chunks by turns.
 */
record Request(long number, String host) {

    enum Method {
        GET,
        POST
    }

    static final String NUMBER_FIELD = "X-Request-Number";

    private static final int LARGEST_BODY = 16 * 1024;
    private static final int CHUNK = 4_000;

    Method method() {
        return number % 4 == 3 ? Method.POST : Method.GET;
    }

    private boolean chunked() {
        return number % 8 == 7;
    }

    byte[] body() {
        if (method() == Method.GET) {
            return new byte[0];
        }
        SplittableRandom random = new SplittableRandom(number);
        byte[] body = new byte[random.nextInt(1, LARGEST_BODY + 1)];
        random.nextBytes(body);
        return body;
    }

    String path() {
        return "/load/" + number;
    }

    /** The whole request as it goes over the wire. */
    byte[] bytes() {
        byte[] body = body();
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 256);
        ascii(out, method() + " " + path() + " HTTP/1.1\r\nHost: " + host + "\r\n");
        ascii(out, NUMBER_FIELD + ": " + number + "\r\n");
        if (method() == Method.GET) {
            ascii(out, "\r\n");
        } else if (chunked()) {
            ascii(out, "Transfer-Encoding: chunked\r\n\r\n");
            for (int from = 0; from < body.length; from += CHUNK) {
                int length = Math.min(CHUNK, body.length - from);
                ascii(out, Integer.toHexString(length) + "\r\n");
                out.write(body, from, length);
                ascii(out, "\r\n");
            }
            ascii(out, "0\r\n\r\n");
        } else {
            ascii(out, "Content-Length: " + body.length + "\r\n\r\n");
            out.writeBytes(body);
        }
        return out.toByteArray();
    }

    static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static void ascii(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(US_ASCII));
    }
}
