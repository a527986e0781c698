package io.tenbin.config;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The keys that session tickets are sealed with (RFC 5077 section 4), shared by all proxies of a LoadBalancer. Each is 48 bytes:
 * 16 of a name by which its tickets are told, 16 of an HMAC key, 16 of an AES key. The first one seals, all open. Never printed.
 */
public final class TicketKeys {
    /** Bytes of one key. */
    public static final int SIZE = 48;

    private static final int MOST = 16;

    private final List<byte[]> keys;

    private TicketKeys(List<byte[]> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * These, the newest first.
     *
     * @throws InvalidConfigException if there is none, there are more than 16, or one has another size
     */
    public static TicketKeys of(List<byte[]> keys) {
        Check.range("ticketKeys", keys.size(), 1, MOST);
        List<byte[]> copies = new ArrayList<>();
        for (byte[] key : keys) {
            Check.range("ticketKeys.size", key.length, SIZE, SIZE);
            copies.add(key.clone());
        }
        return new TicketKeys(copies);
    }

    /** One key that nobody can guess. */
    public static TicketKeys random(RandomGenerator source) {
        return of(List.of(fresh(source)));
    }

    private static byte[] fresh(RandomGenerator source) {
        byte[] key = new byte[SIZE];
        source.nextBytes(key);
        return key;
    }

    /**
     * Reads what {@link #text()} wrote.
     *
     * @throws InvalidConfigException if it is something else
     */
    public static TicketKeys parse(String text) {
        try {
            return of(text.lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> Base64.getDecoder().decode(line.strip()))
                    .toList());
        } catch (IllegalArgumentException e) {
            if (e instanceof InvalidConfigException known) {
                throw known;
            }
            throw new InvalidConfigException("ticketKeys: not in base64", e);
        }
    }

    /** One key a line, in base64, the newest first. */
    public String text() {
        StringBuilder text = new StringBuilder();
        keys.forEach(key -> text.append(Base64.getEncoder().encodeToString(key)).append('\n'));
        return text.toString();
    }

    /** Copies of the keys, the newest first. */
    public List<byte[]> keys() {
        return keys.stream().map(byte[]::clone).toList();
    }

    /** A new key before the others, of which the newest stay: {@code kept} in all. */
    public TicketKeys rotated(RandomGenerator source, int kept) {
        List<byte[]> all = new ArrayList<>();
        all.add(fresh(source));
        keys.stream().limit(Math.max(0, kept - 1L)).forEach(all::add);
        return of(all);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TicketKeys ticketKeys && text().equals(ticketKeys.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    /** How many. */
    @Override
    public String toString() {
        return "TicketKeys[" + keys.size() + "]";
    }
}
