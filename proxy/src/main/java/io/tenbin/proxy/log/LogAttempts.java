package io.tenbin.proxy.log;

/**
 * What it took to find a server (configuration manual 8.2.3).
 *
 * @param retries {@code %rc}: attempts after the first
 * @param redispatched whether another endpoint than the first was reached: a {@code +} before the retries
 * @param serverQueue {@code %sq}: how many were served before, in queues of servers
 * @param backendQueue {@code %bq}: how many were served before, in the Backend's queue
 */
public record LogAttempts(int retries, boolean redispatched, long serverQueue, long backendQueue) {
    /** No Backend was reached. */
    public static final LogAttempts NONE = new LogAttempts(0, false, 0, 0);
}
