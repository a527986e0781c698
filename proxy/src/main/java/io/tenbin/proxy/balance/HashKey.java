package io.tenbin.proxy.balance;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What of a request is hashed, as HAProxy reads and hashes it (configuration manual, {@code balance}; {@code get_server_sh},
 * {@code _uh}, {@code _hh} and {@code _ph} in its source). Nothing is decoded.
 */
public sealed interface HashKey {
    /** The request has no such key: round robin takes the place of the hash. */
    long NONE = -1;

    /** The hash, as a number from 0 to 2^32 - 1, or {@link #NONE}. */
    long hash(BalanceInput input);

    /** The client's address: its 32-bit words, exclusive-or. */
    record Source() implements HashKey {
        @Override
        public long hash(BalanceInput input) {
            InetAddress source = input.source();
            byte[] bytes = source.getAddress();
            int hash = 0;
            for (int i = 0; i < bytes.length; i += 4) {
                hash ^= bytes[i] << 24
                        | (bytes[i + 1] & 0xff) << 16
                        | (bytes[i + 2] & 0xff) << 8
                        | (bytes[i + 3] & 0xff);
            }
            return hash & 0xffff_ffffL;
        }
    }

    /**
     * The target up to {@code ?}.
     *
     * @param length how many characters count at most; 0 for all
     * @param depth how many path elements count at most: it ends before the slash after them; 0 for all
     * @param whole whether the query counts too
     * @param pathOnly whether it begins with the path, so that an absolute target counts as its path
     */
    record Uri(int length, int depth, boolean whole, boolean pathOnly) implements HashKey {
        @Override
        public long hash(BalanceInput input) {
            CharSequence uri = pathOnly ? input.pathAndQuery() : input.target();
            return uri == null ? NONE : Sdbm.hash(uri, 0, end(uri)) & 0xffff_ffffL;
        }

        private int end(CharSequence uri) {
            int most = length > 0 ? Math.min(length, uri.length()) : uri.length();
            int slashes = 0;
            for (int i = 0; i < most; i++) {
                char c = uri.charAt(i);
                if (c == '?' && !whole) {
                    return i;
                }
                if (c == '/' && depth > 0 && slashes++ == depth) {
                    return i;
                }
            }
            return most;
        }
    }

    /**
     * The first value of a field: up to the first comma of its first line, without the blanks around it.
     *
     * @param name in any case
     */
    record Header(CharSequence name) implements HashKey {
        @Override
        public long hash(BalanceInput input) {
            CharSequence value = input.field(name);
            if (value == null) {
                return NONE;
            }
            int from = 0;
            int to = 0;
            while (to < value.length() && value.charAt(to) != ',') {
                to++;
            }
            while (from < to && blank(value.charAt(from))) {
                from++;
            }
            while (to > from && blank(value.charAt(to - 1))) {
                to--;
            }
            return from == to ? NONE : Sdbm.hash(value, from, to) & 0xffff_ffffL;
        }

        private static boolean blank(char c) {
            return c == ' ' || c == '\t';
        }
    }

    /**
     * The value of the first parameter of this name in the query.
     *
     * @param name case-sensitive
     */
    record QueryParameter(String name) implements HashKey {
        @Override
        public long hash(BalanceInput input) {
            CharSequence target = input.target();
            int from = target == null ? -1 : find(target);
            if (target == null || from < 0) {
                return NONE;
            }
            int to = from;
            while (to < target.length() && target.charAt(to) != '&') {
                to++;
            }
            return Sdbm.hash(target, from, to) & 0xffff_ffffL;
        }

        /** Where the value begins. */
        private int find(CharSequence target) {
            int at = after(target, 0, '?');
            while (at >= 0 && at + name.length() < target.length()) {
                if (target.charAt(at + name.length()) == '=' && isAt(target, at)) {
                    return at + name.length() + 1;
                }
                at = after(target, at, '&');
            }
            return -1;
        }

        private boolean isAt(CharSequence target, int at) {
            for (int i = 0; i < name.length(); i++) {
                if (target.charAt(at + i) != name.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        private static int after(CharSequence text, int from, char c) {
            for (int i = from; i < text.length(); i++) {
                if (text.charAt(i) == c) {
                    return i + 1;
                }
            }
            return -1;
        }
    }

    /**
     * The value of a cookie.
     *
     * @param name case-sensitive
     */
    record Cookie(CharSequence name) implements HashKey {
        @Override
        public long hash(BalanceInput input) {
            @Nullable CharSequence value = input.cookie(name);
            return value == null || value.isEmpty() ? NONE : Sdbm.hash(value, 0, value.length()) & 0xffff_ffffL;
        }
    }
}
