package io.tenbin.proxy.dispatch;

/**
 * What the log says of the way to a server.
 *
 * @param assigned {@link System#nanoTime} when the last server was chosen and a slot there taken, or the wait for one ended;
 *     {@link #NEVER} if neither was. What came before counts as waiting, attempts at other servers too, as in HAProxy
 * @param retries attempts after the first
 * @param redispatched whether a retry went to another endpoint
 * @param serverQueue how many were served before, in queues of servers
 * @param backendQueue how many were served before, in the Backend's queue
 */
public record Trail(long assigned, int retries, boolean redispatched, long serverQueue, long backendQueue) {
    /** No server was chosen, and none waited for. */
    public static final long NEVER = Long.MIN_VALUE;
}
