package io.tenbin.pem;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** As much of DER (X.690) as forms of keys need. A reader over the content of one value. */
final class Der {
    static final int INTEGER = 0x02;
    static final int OCTETS = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;
    static final int CONTEXT_0 = 0xa0;

    private final byte[] bytes;
    private int position;

    Der(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A value and what it is made of. */
    static final class Value {
        private final int tag;
        private final byte[] content;
        private final byte[] whole;

        private Value(int tag, byte[] content, byte[] whole) {
            this.tag = tag;
            this.content = content;
            this.whole = whole;
        }

        int tag() {
            return tag;
        }

        byte[] whole() {
            return whole;
        }

        Der inside() {
            return new Der(content);
        }
    }

    /** The next value; null at the end. */
    @Nullable
    Value next() throws InvalidPemException {
        if (position == bytes.length) {
            return null;
        }
        int begin = position;
        int tag = octet();
        int length = octet();
        if (length > 0x82) {
            throw new InvalidPemException("longer than a key can be");
        }
        if (length >= 0x80) {
            int octets = length - 0x80;
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = length << 8 | octet();
            }
        }
        if (length > bytes.length - position) {
            throw cut();
        }
        byte[] content = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return new Value(tag, content, Arrays.copyOfRange(bytes, begin, position));
    }

    /** The next value, which has this tag. */
    Value next(int tag) throws InvalidPemException {
        Value value = next();
        if (value == null || value.tag != tag) {
            throw new InvalidPemException("not built as a key is");
        }
        return value;
    }

    static byte[] encode(int tag, byte[]... contents) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int length = Arrays.stream(contents).mapToInt(content -> content.length).sum();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else if (length <= 0xff) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        for (byte[] content : contents) {
            out.writeBytes(content);
        }
        return out.toByteArray();
    }

    private int octet() throws InvalidPemException {
        if (position == bytes.length) {
            throw cut();
        }
        return bytes[position++] & 0xff;
    }

    private static InvalidPemException cut() {
        return new InvalidPemException("cut off");
    }
}
