package io.tenbin.proxy.http1;

import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The field lines of a head or of a trailer section, in their order. Names are compared without regard to ASCII case, and no
 * comparison allocates. Parsed names and values are slices of the one copy that was made of the head.
 *
 * <p>Not safe for use by several threads.
 */
public final class Fields {
    /** No fields, for ever: adding to it throws {@link UnsupportedOperationException}. */
    public static final Fields EMPTY = new Fields(new AsciiString[0], 0, true);

    private final boolean frozen;
    private AsciiString[] entries;
    private int length;

    public Fields() {
        this(new AsciiString[32], 0, false);
    }

    private Fields(AsciiString[] entries, int length, boolean frozen) {
        this.entries = entries;
        this.length = length;
        this.frozen = frozen;
    }

    /** Lines, not distinct names. */
    public int size() {
        return length >> 1;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    public AsciiString name(int line) {
        return entries[checked(line) << 1];
    }

    /** Without blanks around it; may be empty; may hold bytes above 0x7f, which stand for ISO 8859-1 (RFC 9110 section 5.5). */
    public AsciiString value(int line) {
        return entries[(checked(line) << 1) + 1];
    }

    /**
     * Adds a line at the end.
     *
     * @throws IllegalArgumentException if the name is no token, or the value holds a control character other than a tab, or a
     *     character above 0xff
     */
    public void add(CharSequence name, CharSequence value) {
        append(checkedName(name), checkedValue(value));
    }

    /** Adds what has been checked already: a name that is a token, and a value as {@link #add} takes it. */
    public void append(AsciiString name, AsciiString value) {
        if (frozen) {
            throw new UnsupportedOperationException("this field section cannot be changed");
        }
        if (length == entries.length) {
            entries = Arrays.copyOf(entries, Math.max(8, length * 2));
        }
        entries[length++] = name;
        entries[length++] = value;
    }

    /** Gives the first line of this name the value and removes the others; adds a line if there is none. Checks as {@link #add}. */
    public void set(CharSequence name, CharSequence value) {
        AsciiString checked = checkedValue(value);
        int first = indexOf(name, 0);
        if (first < 0) {
            append(checkedName(name), checked);
            return;
        }
        entries[(first << 1) + 1] = checked;
        removeFrom(first + 1, name);
    }

    /** Removes all lines of this name; says whether there were any. */
    public boolean remove(CharSequence name) {
        return removeFrom(0, name);
    }

    /** Removes the lines for whose index the condition holds; it is asked once for each line, in order, before the line moves. */
    public void removeIf(IntPredicate condition) {
        int kept = 0;
        for (int i = 0; i < length; i += 2) {
            if (!condition.test(i >> 1)) {
                entries[kept++] = entries[i];
                entries[kept++] = entries[i + 1];
            }
        }
        truncate(kept);
    }

    public boolean contains(CharSequence name) {
        return indexOf(name, 0) >= 0;
    }

    public @Nullable AsciiString first(CharSequence name) {
        int line = indexOf(name, 0);
        return line < 0 ? null : value(line);
    }

    public @Nullable AsciiString last(CharSequence name) {
        for (int line = size() - 1; line >= 0; line--) {
            if (name(line).contentEqualsIgnoreCase(name)) {
                return value(line);
            }
        }
        return null;
    }

    /** Lines of this name. */
    public int count(CharSequence name) {
        int count = 0;
        for (int line = indexOf(name, 0); line >= 0; line = indexOf(name, line + 1)) {
            count++;
        }
        return count;
    }

    /** Whether the comma-separated list that all lines of this name make up has this element; compared without case. */
    public boolean containsToken(CharSequence name, CharSequence token) {
        for (int line = indexOf(name, 0); line >= 0; line = indexOf(name, line + 1)) {
            TokenList list = new TokenList(value(line));
            while (list.next()) {
                if (list.is(token)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The same without those that a trailer section must not have (RFC 9110 section 6.5.1), which are removed. */
    public Fields asTrailers() {
        removeIf(line -> GuardedFields.forbiddenInTrailers(name(line)));
        return this;
    }

    /** A copy that can be changed without changing this one. */
    public Fields copy() {
        return new Fields(Arrays.copyOf(entries, Math.max(8, length)), length, false);
    }

    /** The names only: values may be credentials. */
    @Override
    public String toString() {
        StringBuilder names = new StringBuilder("Fields[");
        for (int line = 0; line < size(); line++) {
            names.append(line == 0 ? "" : ", ").append(name(line));
        }
        return names.append(']').toString();
    }

    /** The first line of this name at or after the given one, or -1. */
    int indexOf(CharSequence name, int from) {
        for (int i = from << 1; i < length; i += 2) {
            if (entries[i].contentEqualsIgnoreCase(name)) {
                return i >> 1;
            }
        }
        return -1;
    }

    private boolean removeFrom(int line, CharSequence name) {
        int first = indexOf(name, line);
        if (first < 0) {
            return false;
        }
        int kept = first << 1;
        for (int i = kept + 2; i < length; i += 2) {
            if (!entries[i].contentEqualsIgnoreCase(name)) {
                entries[kept++] = entries[i];
                entries[kept++] = entries[i + 1];
            }
        }
        truncate(kept);
        return true;
    }

    @SuppressWarnings("NullAway") // Beyond the length nothing is read; nulls there let the values go.
    private void truncate(int kept) {
        Arrays.fill(entries, kept, length, null);
        length = kept;
    }

    private int checked(int line) {
        if (line < 0 || line >= size()) {
            throw new IndexOutOfBoundsException(line);
        }
        return line;
    }

    private static AsciiString checkedName(CharSequence name) {
        AsciiString ascii = ascii(name);
        if (!Grammar.isToken(ascii)) {
            throw new IllegalArgumentException("a field name must be a token");
        }
        return ascii;
    }

    private static AsciiString checkedValue(CharSequence value) {
        AsciiString ascii = ascii(value);
        if (!Grammar.isFieldValue(ascii)) {
            throw new IllegalArgumentException("a field value must not hold control characters");
        }
        return ascii;
    }

    /** Refuses what {@link AsciiString#of} would turn into question marks. */
    private static AsciiString ascii(CharSequence text) {
        if (!(text instanceof AsciiString)) {
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) > 0xff) {
                    throw new IllegalArgumentException("a field must not hold characters above 0xff");
                }
            }
        }
        return AsciiString.of(text);
    }
}
