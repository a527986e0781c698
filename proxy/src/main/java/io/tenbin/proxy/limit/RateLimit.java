package io.tenbin.proxy.limit;

import io.netty.util.AsciiString;
import io.tenbin.config.RateLimitConfig;
import io.tenbin.proxy.http1.Fields;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** How many requests of one client a rule lets through. Outlives the snapshots that have the same rule. */
public final class RateLimit {
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * A value is known by its digest: it may be a credential, and long. With a secret before it, nobody can make values that fall
     * into one place of the table.
     */
    private final byte[] secret = new byte[32];

    private final TokenBuckets buckets;
    private final @Nullable AsciiString header;

    /** @param config of the rule */
    public RateLimit(RateLimitConfig config) {
        RANDOM.nextBytes(secret);
        this.buckets = new TokenBuckets(config);
        this.header = config.header() == null ? null : AsciiString.cached(config.header());
    }

    /**
     * Whether one more request may pass.
     *
     * @param nanoTime now, of {@link System#nanoTime}
     * @param forgotten counts clients that were forgotten before their time
     * @return 0 if so, else the nanoseconds until one may
     */
    public long take(Fields request, InetAddress client, long nanoTime, LongAdder forgotten) {
        return buckets.take(header == null ? key(client) : key(request.first(header)), nanoTime, forgotten);
    }

    /** Of IPv6 the part that a provider gives to one customer, who may use all the addresses in it. */
    private static Object key(InetAddress client) {
        return client instanceof Inet6Address
                ? ByteBuffer.wrap(client.getAddress()).getLong()
                : client;
    }

    private Object key(@Nullable AsciiString value) {
        if (value == null || value.isEmpty()) {
            return AsciiString.EMPTY_STRING;
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(secret);
            digest.update(value.array(), value.arrayOffset(), value.length());
            return ByteBuffer.wrap(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("each JDK has it", e);
        }
    }
}
