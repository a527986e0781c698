package io.tenbin.proxy.match;

/** A place in the index of paths. */
record PathKey(Kind kind, String value) {

    /** What the value is to a path. */
    enum Kind {
        /** All of it. */
        WHOLE,
        /** Its first elements. */
        ELEMENTS,
        /** Its first bytes. */
        BYTES
    }
}
