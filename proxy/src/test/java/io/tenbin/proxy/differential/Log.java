package io.tenbin.proxy.differential;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The access log of one side, by the name of the case's listener. */
final class Log {
    private final Map<String, List<String>> lines = new HashMap<>();

    /** Takes a line as it was logged. */
    synchronized void add(String line) {
        Map.Entry<String, String> parts = Outcome.logLine(line);
        lines.computeIfAbsent(parts.getKey(), key -> new ArrayList<>()).add(parts.getValue());
        notifyAll();
    }

    /** What was logged of a case, as soon as there are this many lines or the time is up. */
    synchronized List<String> lines(String name, int count, long patienceMillis) throws InterruptedException {
        long end = System.nanoTime() + patienceMillis * 1_000_000;
        while (lines.getOrDefault(name, List.of()).size() < count) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return List.copyOf(lines.getOrDefault(name, List.of()));
    }
}
