package io.tenbin.proxy.differential;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Consistent hashing, of which Tenbin promises HAProxy's properties and not its ring. Keys are sent to all servers, and then to all
 * but one: no key may move whose server stays, and none may be at the one that is gone. Shares follow the weights, roughly.
 */
final class Rings implements Area {
    private static final int KEYS = 60;
    private static final String LOST = "/lost";
    private static final Pattern LINE = Pattern.compile("log: §-b(\\d)/(s\\d) 200 .*\"GET (/lost)?/(\\d+) .*");

    @Override
    public String name() {
        return "rings";
    }

    @Override
    public int cases() {
        return 12;
    }

    @Override
    public Case generate(long seed, RandomGenerator random) {
        int count = 2 + random.nextInt(4);
        int lost = random.nextInt(count);
        List<Case.Server> all = new ArrayList<>();
        List<Case.Server> rest = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int weight = 1 + random.nextInt(3);
            // HAProxy's ring goes by the number, which is the place unless it is given.
            Case.Server server = new Case.Server(
                    "s" + i, i, new Both("id " + (i + 1) + " weight " + weight * 10, "weight: " + weight * 10));
            all.add(server);
            if (i != lost) {
                rest.add(server);
            }
        }
        Both balance = new Both(
                "balance hdr(X-Key)\nhash-type consistent",
                "balance: {algorithm: Header, header: {name: X-Key}, hash: {type: Consistent}}");
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            String key = "X-Key: " + Long.toString(random.nextLong(), 36);
            requests.add(Request.get("/" + i, "ok", key));
            requests.add(Request.get(LOST + "/" + i, "ok", key));
        }
        return new Case(
                name(),
                seed,
                new Case.Listener(
                        EDGE,
                        List.of(new Both(
                                "use_backend §-b1 if { path_beg /lost }", "if: '{ path_beg /lost }', backend: §-b1")),
                        "§-b0"),
                List.of(new Case.Backend("§-b0", balance, all), new Case.Backend("§-b1", balance, rest)),
                List.of(new Case.Conversation("127.0.0.1", requests)));
    }

    /** Whether one side keeps the promise. */
    static boolean holds(Case test, Outcome outcome) {
        Map<String, String> before = new HashMap<>();
        Map<String, String> after = new HashMap<>();
        for (String line : outcome.lines()) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                (matcher.group(1).equals("0") ? before : after).put(matcher.group(4), matcher.group(2));
            }
        }
        List<String> stay =
                test.backends().get(1).servers().stream().map(Case.Server::name).toList();
        boolean moved = before.entrySet().stream()
                .anyMatch(entry ->
                        stay.contains(entry.getValue()) && !entry.getValue().equals(after.get(entry.getKey())));
        long used = before.values().stream().distinct().count();
        return before.size() == KEYS
                && after.size() == KEYS
                && !moved
                && stay.containsAll(after.values())
                && used == test.backends().getFirst().servers().size();
    }
}
