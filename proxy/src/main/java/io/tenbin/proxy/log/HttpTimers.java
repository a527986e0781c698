package io.tenbin.proxy.log;

/**
 * Timers of an HTTP exchange in milliseconds (configuration manual 8.4); -1 for a phase that was not reached.
 *
 * @param request {@code %TR}: from the first byte of the request to the end of its head
 * @param queue {@code %Tw}: waiting for a server
 * @param connect {@code %Tc}: until the connection stood, retries included; 0 for a reused one
 * @param response {@code %Tr}: from the request sent to the answer's head
 * @param total {@code %Ta}: from the first byte of the request to the last byte of the answer
 */
public record HttpTimers(long request, long queue, long connect, long response, long total) {}
