package io.tenbin.operator.status;

import java.util.List;

/**
 * How far a configuration has come.
 *
 * @param ready proxies that get new connections
 * @param current counted proxies that have acknowledged the newest configuration
 * @param counted proxies that can still serve by some configuration
 * @param rejected what a proxy says that refuses the newest configuration; empty if none does
 * @param waitingPorts ports that the Service does not have yet, because a ready proxy has not bound them
 */
public record Progress(int ready, int current, int counted, String rejected, List<Integer> waitingPorts) {

    public Progress {
        waitingPorts = List.copyOf(waitingPorts);
    }

    /** Whether new requests are all treated by the newest configuration. */
    public boolean complete() {
        return counted > 0 && current == counted && waitingPorts.isEmpty();
    }

    String message() {
        if (counted == 0) {
            return "no proxy has been ready yet";
        }
        StringBuilder message = new StringBuilder("%d/%d proxies".formatted(current, counted));
        if (!rejected.isEmpty()) {
            message.append(", refused: ").append(rejected);
        }
        if (!waitingPorts.isEmpty()) {
            message.append(", not bound by all yet: ").append(waitingPorts);
        }
        return message.toString();
    }
}
