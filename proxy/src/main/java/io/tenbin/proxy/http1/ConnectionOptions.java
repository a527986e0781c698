package io.tenbin.proxy.http1;

/** What {@code Connection} says about the connection itself (RFC 9112 section 9.3). */
record ConnectionOptions(boolean keepAlive, boolean upgrade) {
    /**
     * More options than any client has a use for. Each of them can name a field to remove: without a bound that is work that grows
     * with the square of the head.
     */
    private static final int MOST = 32;

    private static final ConnectionOptions DEFAULT = new ConnectionOptions(true, false);
    private static final ConnectionOptions DEFAULT_OF_1_0 = new ConnectionOptions(false, false);

    static ConnectionOptions of(Fields fields, long seen, int minorVersion) throws Malformed {
        if ((seen & KnownNames.CONNECTION_SEEN) == 0) {
            return minorVersion == 0 ? DEFAULT_OF_1_0 : DEFAULT;
        }
        boolean close = false;
        boolean keepAlive = minorVersion > 0;
        boolean upgrade = false;
        int options = 0;
        int line = fields.indexOf(FieldNames.CONNECTION, 0);
        for (; line >= 0; line = fields.indexOf(FieldNames.CONNECTION, line + 1)) {
            TokenList list = new TokenList(fields.value(line));
            while (list.next()) {
                if (++options > MOST) {
                    throw Malformed.badRequest("too many Connection options");
                }
                close |= list.is("close");
                keepAlive |= list.is("keep-alive");
                upgrade |= list.is("upgrade");
            }
        }
        return new ConnectionOptions(keepAlive && !close, upgrade && minorVersion > 0);
    }
}
