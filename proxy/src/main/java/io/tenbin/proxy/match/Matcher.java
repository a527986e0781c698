package io.tenbin.proxy.match;

/**
 * A question with the answer yes or no. It is asked on event loops: it changes nothing, and blocks on nothing.
 *
 * @param <I> what it is asked about
 */
interface Matcher<I> {
    boolean holds(I input);
}
