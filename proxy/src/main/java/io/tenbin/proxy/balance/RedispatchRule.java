package io.tenbin.proxy.balance;

/**
 * Whether a retry goes to another server, and whether it waits: HAProxy's rule (configuration manual, {@code option
 * redispatch} and {@code retries}; its {@code stream_choose_redispatch}). A request that belongs to one server, by a cookie
 * or by its hash, leaves it only with the retries that the interval names; every other request leaves at once.
 *
 * @param count retries at most
 * @param interval each n-th retry goes elsewhere if positive; if negative, those whose number is a multiple of the n-th
 *     before the last; none if 0. One that lies before the first retry means every retry
 */
public record RedispatchRule(int count, int interval) {

    /**
     * What is known when an attempt has failed.
     *
     * @param retry the number of the retry to come, from 1
     * @param persistent whether a cookie or a table entry led to the server, and no retry has left it yet
     * @param hash whether the algorithm leads the request to the same server each time
     * @param activeServers servers that new work can go to
     * @param running whether the server that failed is one that is neither down nor gone
     */
    public record Situation(int retry, boolean persistent, boolean hash, int activeServers, boolean running) {}

    /** Whether another server is to be chosen, rather than the one that failed tried again. */
    public boolean elsewhere(Situation situation) {
        return interval != 0
                && (!situation.running
                        || due(situation.retry)
                        || (!situation.persistent && !situation.hash && situation.activeServers > 1));
    }

    /**
     * Whether a retry after a refused connection has to wait, since it would meet the same server: the turn-around. After a
     * connect that timed out nothing waits, nor after a connection that was lost later.
     */
    public boolean pauses(Situation situation) {
        return !elsewhere(situation) || situation.activeServers <= 1;
    }

    private boolean due(int retry) {
        int every = interval > 0 ? interval : Math.max(1, count + 1 + interval);
        return retry % every == 0;
    }
}
