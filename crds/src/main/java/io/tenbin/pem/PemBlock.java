package io.tenbin.pem;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * One block of a PEM text (RFC 7468). What stands between blocks, such as the words that {@code openssl x509 -text} writes, is
 * passed over.
 */
final class PemBlock {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    private final String label;
    private final boolean encrypted;
    private final byte[] bytes;

    private PemBlock(String label, boolean encrypted, byte[] bytes) {
        this.label = label;
        this.encrypted = encrypted;
        this.bytes = bytes;
    }

    /** Such as {@code CERTIFICATE}. */
    String label() {
        return label;
    }

    /** Whether a header says that the bytes are encrypted (RFC 1421 section 4.6.1.1). */
    boolean encrypted() {
        return encrypted;
    }

    /** What the block encodes. */
    byte[] bytes() {
        return bytes;
    }

    /** All blocks, in their order. */
    static List<PemBlock> parse(String text) throws InvalidPemException {
        List<PemBlock> blocks = new ArrayList<>();
        String label = null;
        boolean encrypted = false;
        StringBuilder body = new StringBuilder();
        int number = 0;
        int begin = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            number++;
            if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
                if (label != null) {
                    throw new InvalidPemException("line " + number + ": a block begins before the " + label
                            + " of line " + begin + " has ended");
                }
                label = line.substring(BEGIN.length(), line.length() - DASHES.length());
                begin = number;
                encrypted = false;
                body.setLength(0);
            } else if (label != null && line.startsWith(END)) {
                if (!line.equals(END + label + DASHES)) {
                    throw new InvalidPemException(
                            "line " + number + ": the " + label + " of line " + begin + " ends as something else");
                }
                blocks.add(new PemBlock(label, encrypted, decode(label, begin, body.toString())));
                label = null;
            } else if (label != null && line.indexOf(':') >= 0) {
                encrypted |= line.startsWith("Proc-Type:") && line.contains("ENCRYPTED");
            } else if (label != null) {
                body.append(line);
            }
        }
        if (label != null) {
            throw new InvalidPemException("the " + label + " of line " + begin + " has no end: it was cut off");
        }
        return blocks;
    }

    /** Lines of 64 characters (RFC 7468 section 2). */
    static String write(String label, byte[] bytes) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return BEGIN + label + DASHES + "\n" + body + "\n" + END + label + DASHES + "\n";
    }

    boolean isCertificate() {
        return label.equals("CERTIFICATE") || label.equals("X509 CERTIFICATE");
    }

    private static byte[] decode(String label, int line, String body) throws InvalidPemException {
        // Of a key that is encrypted in the old way, the salt stands in a header and the rest is base64 as well.
        try {
            return Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new InvalidPemException("the " + label + " of line " + line + " is not base64");
        }
    }

    /** Nothing of the bytes. */
    @Override
    public String toString() {
        return label;
    }
}
