package io.tenbin.proxy.upstream;

/** Why a connection to an endpoint did not come about. */
public enum ConnectFailure {
    /** The endpoint, or the network on the way to it, refused. */
    REFUSED,
    /** The connect timeout passed. */
    TIMED_OUT,
    /** The endpoint retired meanwhile: the connect was given up, nothing is known against the endpoint. */
    RETIRED,
    /** This process could not try: it is out of file descriptors, ports or memory. */
    NO_RESOURCES
}
