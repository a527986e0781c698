package io.tenbin.proxy.http1;

/**
 * Emitted once when the bytes break a rule or end too early; nothing follows it, and all further input is discarded. The connection
 * cannot be used for another exchange. A body that was being received is incomplete and must not be ended cleanly towards anyone.
 *
 * @param status what a client is to be told: 400, 414, 431, 501 or 505 for a request, always 502 for a response
 * @param reason the broken rule in a few words, for logs; never holds bytes of the peer
 */
public record DecodeFailure(int status, String reason) {}
