package io.tenbin.proxy.snapshot;

/** What becomes of one connection of a TCP listener. */
public sealed interface TcpRoute {

    /** It goes to a Backend, or its fallback. */
    record To(BackendView backend) implements TcpRoute {}

    /** It is reset without an answer. */
    record Reject() implements TcpRoute {}
}
