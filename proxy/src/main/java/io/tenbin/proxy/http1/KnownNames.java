package io.tenbin.proxy.http1;

import static io.tenbin.proxy.http1.FieldNames.*;

import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the constant for a parsed name without allocating, and says with one bit which of the names that matter were seen. */
final class KnownNames {
    private static final List<AsciiString> NAMES = List.of(
            // Those first that have a bit in a head's set of seen names.
            HOST,
            CONNECTION,
            CONTENT_LENGTH,
            TRANSFER_ENCODING,
            EXPECT,
            UPGRADE,
            ACCEPT,
            ACCEPT_ENCODING,
            ACCEPT_LANGUAGE,
            ACCEPT_RANGES,
            AUTHORIZATION,
            CACHE_CONTROL,
            CONTENT_ENCODING,
            CONTENT_TYPE,
            COOKIE,
            DATE,
            ETAG,
            FORWARDED,
            HTTP2_SETTINGS,
            IF_MODIFIED_SINCE,
            IF_NONE_MATCH,
            KEEP_ALIVE,
            LAST_MODIFIED,
            LOCATION,
            ORIGIN,
            PROXY,
            PROXY_CONNECTION,
            REFERER,
            RETRY_AFTER,
            SERVER,
            SET_COOKIE,
            TE,
            TRAILER,
            USER_AGENT,
            VARY,
            VIA,
            X_FORWARDED_FOR,
            X_FORWARDED_HOST,
            X_FORWARDED_PORT,
            X_FORWARDED_PROTO,
            X_REAL_IP,
            X_REQUEST_ID);

    static final long HOST_SEEN = 1;
    static final long CONNECTION_SEEN = 1 << 1;
    static final long CONTENT_LENGTH_SEEN = 1 << 2;
    static final long TRANSFER_ENCODING_SEEN = 1 << 3;
    static final long EXPECT_SEEN = 1 << 4;
    static final long UPGRADE_SEEN = 1 << 5;

    private static final int MASK = 255;
    private static final AsciiString[] BY_ID = NAMES.toArray(AsciiString[]::new);
    private static final byte[] SLOTS = slots();

    private KnownNames() {}

    /** The number of the name, compared without case, or -1. */
    static int find(byte[] bytes, int start, int end) {
        for (int slot = hash(bytes, start, end); ; slot = (slot + 1) & MASK) {
            int id = SLOTS[slot];
            if (id < 0 || matches(BY_ID[id], bytes, start, end)) {
                return id;
            }
        }
    }

    static AsciiString byId(int id) {
        return BY_ID[id];
    }

    static long bit(int id) {
        return 1L << id;
    }

    /** The constant if the bytes spell it exactly: a name keeps the case that its sender gave it. */
    static @Nullable AsciiString exact(int id, byte[] bytes, int start, int end) {
        AsciiString name = BY_ID[id];
        return Arrays.equals(name.array(), name.arrayOffset(), name.arrayOffset() + name.length(), bytes, start, end)
                ? name
                : null;
    }

    private static boolean matches(AsciiString name, byte[] bytes, int start, int end) {
        if (name.length() != end - start) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (lower(name.byteAt(i)) != lower(bytes[start + i])) {
                return false;
            }
        }
        return true;
    }

    /** Of a name that is not empty. */
    private static int hash(byte[] bytes, int start, int end) {
        int length = end - start;
        return (length * 31 + lower(bytes[start]) * 7 + lower(bytes[end - 1]) * 13 + lower(bytes[start + length / 2]))
                & MASK;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    private static byte[] slots() {
        byte[] slots = new byte[MASK + 1];
        Arrays.fill(slots, (byte) -1);
        for (byte id = 0; id < BY_ID.length; id++) {
            byte[] name = BY_ID[id].toByteArray();
            int slot = hash(name, 0, name.length);
            while (slots[slot] >= 0) {
                slot = (slot + 1) & MASK;
            }
            slots[slot] = id;
        }
        return slots;
    }
}
