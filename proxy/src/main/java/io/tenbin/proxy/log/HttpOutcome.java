package io.tenbin.proxy.log;

/**
 * What the client got.
 *
 * @param status {@code %ST}; -1 if nothing was sent
 * @param bytes {@code %B}: sent to the client, head included
 * @param termination {@code %tsc}: four characters (configuration manual 8.5), the last two about cookies
 * @param requestLine {@code %r} without quotes, as received; {@code <BADREQ>} if there was none to speak of
 */
public record HttpOutcome(int status, long bytes, String termination, CharSequence requestLine) {}
