package io.tenbin.proxy.upstream;

/** Why a connection to an endpoint did not come about. */
public enum ConnectFailure {
    /** The endpoint, or the network on the way to it, refused. */
    REFUSED,
    /** The connect timeout passed, within the handshake or before. */
    TIMED_OUT,
    /** It stood, but the server does not speak HTTP/2. Nothing of the work was sent. */
    NOT_HTTP2,
    /** It stood, but TLS with it did not come about. Nothing of the work was sent. */
    TLS_FAILED,
    /** The endpoint retired meanwhile: the connect was given up, nothing is known against the endpoint. */
    RETIRED,
    /** This process could not try: it is out of file descriptors, ports or memory. */
    NO_RESOURCES
}
