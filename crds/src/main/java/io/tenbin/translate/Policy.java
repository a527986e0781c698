package io.tenbin.translate;

/**
 * What the installation allows.
 *
 * @param allowLoopback whether a server's address may be one of this machine
 */
public record Policy(boolean allowLoopback) {

    /** In a cluster, where the loopback address is the proxy pod itself. */
    public static final Policy CLUSTER = new Policy(false);

    /** On a machine of the user's own. */
    public static final Policy STANDALONE = new Policy(true);
}
