package io.tenbin.proxy.match;

import io.netty.util.AsciiString;

/** What rules see of a request. */
public interface MatchInput extends ConnectionInput {

    /** The method, as sent. */
    AsciiString method();

    /** {@code 1.0} or {@code 1.1}. */
    AsciiString version();

    /** The host that is asked for: lower case, without port, empty if none. */
    AsciiString host();

    /** The target; an absolute one without its scheme's default port, and with a path. */
    AsciiString url();

    /**
     * The target up to the first {@code ?}, as sent: neither decoded nor normalized. Of a target that has no path, {@code *} and
     * that of CONNECT, the target; it does not begin with a slash.
     */
    AsciiString path();

    /** Number of field lines. */
    int fields();

    /** The name on a line, from 0. */
    AsciiString fieldName(int line);

    /** The value on a line, from 0, without blanks around it. */
    AsciiString fieldValue(int line);
}
