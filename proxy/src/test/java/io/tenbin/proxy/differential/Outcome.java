package io.tenbin.proxy.differential;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What came of a case on one side, in lines that can be compared: what the client got, what the servers saw and on which of their
 * connections, and what was logged.
 */
record Outcome(List<String> lines) {
    private static final Pattern LOG =
            Pattern.compile("\\S+ \\[[^]]+] (\\S+) (\\S+) \\S+ (-?\\d+) \\d+ - - (\\S{4}) \\S+/(\\S+) \\S+ \"(.*)\"");

    private static final Pattern DATE = Pattern.compile("\\|[A-Za-z0-9+/]{5}(?=[|;\\],])");

    static Outcome of(
            Side.Placed placed, int port, List<Client.Answer> answers, List<Origins.Seen> seen, List<String> log) {
        List<String> lines = new ArrayList<>();
        int number = 0;
        for (Client.Answer answer : answers) {
            number++;
            for (Message message : answer.messages()) {
                lines.add("answer " + number + ": " + describe(message));
            }
            boolean timed = placed.test().area().equals("timeouts");
            lines.add("answer " + number + ": " + answer.end() + (timed ? waited(answer.millis()) : ""));
        }
        Map<Integer, Integer> connections = new LinkedHashMap<>();
        for (Origins.Seen one : seen) {
            int connection = connections.computeIfAbsent(one.connection(), key -> connections.size() + 1);
            lines.add("server: s" + one.server() + " connection " + connection + ": " + describe(one.request()));
        }
        log.forEach(line -> lines.add("log: " + line));
        lines.replaceAll(line -> line.replaceAll("\\b" + placed.name() + "\\b", "§")
                .replace(placed.name() + "-", "§-")
                .replaceAll("\\b" + port + "\\b", "<port>"));
        // The date in a cookie is of the moment in which the answer came, in steps of four seconds.
        lines.replaceAll(
                line -> line.contains("set-cookie") ? DATE.matcher(line).replaceAll("|<date>") : line);
        return new Outcome(List.copyOf(lines));
    }

    /** The longest of the times that may have been waited for, if any. */
    private static String waited(long millis) {
        return Timeouts.TIMES.stream()
                .filter(time -> millis >= time - 30)
                .max(Integer::compare)
                .map(time -> " after " + time + " ms")
                .orElse("");
    }

    /** The listener's name, and the parts of a line that do not depend on time and place. */
    static Map.Entry<String, String> logLine(String line) {
        Matcher matcher = LOG.matcher(line);
        if (!matcher.matches()) {
            return Map.entry("?", line);
        }
        return Map.entry(
                matcher.group(1),
                matcher.group(2) + " " + matcher.group(3) + " " + matcher.group(4) + " retries " + matcher.group(5)
                        + " \"" + matcher.group(6) + "\"");
    }

    private static String describe(Message message) {
        Map<String, List<String>> fields = new TreeMap<>();
        for (Message.Field field : message.fields()) {
            fields.computeIfAbsent(field.name(), key -> new ArrayList<>()).add(field.value());
        }
        String body = message.body().length() > 200
                ? message.body().length() + " bytes, " + message.body().hashCode()
                : message.body();
        return message.start() + " " + fields + " \""
                + body.replace("\r", "\\r").replace("\n", "\\n") + "\"";
    }
}
