package io.tenbin.proxy.balance;

/** One that work can be given to, as an algorithm sees it. */
public interface Candidate {

    /** Its share of the work, in proportion to the others' shares; at least 1. */
    int share();
}
