package io.tenbin.proxy.proxyprotocol;

/** What a connection began with is no header. Without a stack trace: whoever floods a listener with junk is to cost little. */
public final class MalformedHeaderException extends Exception {
    private static final long serialVersionUID = 1;

    private final HeaderFault fault;

    MalformedHeaderException(HeaderFault fault) {
        super(fault.words(), null, false, false);
        this.fault = fault;
    }

    public HeaderFault fault() {
        return fault;
    }
}
