package io.tenbin.proxy.upstream;

/**
 * Who an endpoint is, whatever snapshot it is in.
 *
 * @param backend the Backend's name
 * @param server the server's name in the Backend
 * @param key what tells it from the server's other endpoints: the pod's UID, {@code @}, address and port; without a pod
 *     only address and port. A pod that took over another one's address is another endpoint
 */
public record EndpointId(String backend, String server, String key) {}
