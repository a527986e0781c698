package io.tenbin.proxy.match;

import io.netty.util.AsciiString;

/** What rules see of a request. */
public interface MatchInput {

    /** The method, as sent. */
    AsciiString method();

    /** The host that is asked for: lower case, without port, empty if none. */
    AsciiString host();

    /** The target up to the first {@code ?}, as sent: neither decoded nor normalized. */
    AsciiString path();

    /** Whether one field line of this name (any case) has exactly this value. */
    boolean hasField(AsciiString name, AsciiString value);
}
