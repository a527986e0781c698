package io.tenbin.proxy.balance;

/** One that work can be given to, as an algorithm sees it. */
public interface Candidate {

    /** Its share of the work, in proportion to the others' shares: 1 to 4096. */
    int share();

    /** Who it is, whatever list it is in: the same in every replica, and another for every candidate of a list. */
    String identity();

    /** Work that it has now: requests, or connections, under way or queued for it. */
    int load();

    /**
     * How long it takes to answer, in nanoseconds: an average in which a slow answer counts at once and is forgotten slowly. Zero if
     * nothing is known.
     *
     * @param nanoTime now, of {@link System#nanoTime}
     */
    double latency(long nanoTime);
}
