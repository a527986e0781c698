package io.tenbin.proxy.proxyprotocol;

/** Why a connection that has to begin with a header of the PROXY protocol is closed; in HAProxy's words, for its log's readers. */
public enum HeaderFault {
    /** Its first bytes are of something else. */
    NOT_A_HEADER("Received something which does not look like a PROXY protocol header"),
    /** It begins like a header, and breaks its rules. */
    INVALID("Received an invalid PROXY protocol header"),
    /** The peer closed its side before the header was whole. */
    CLOSED("Connection closed while waiting for PROXY protocol header"),
    /** The connection was reset before the header was whole. */
    LOST("Connection error while waiting for PROXY protocol header"),
    /** The header was not whole in time. */
    TIMED_OUT("Timeout while waiting for PROXY protocol header");

    private final String words;

    HeaderFault(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
