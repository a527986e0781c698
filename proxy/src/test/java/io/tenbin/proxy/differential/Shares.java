package io.tenbin.proxy.differential;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Turns and weights, over one or several connections. Where weights are equal the order is the same, as the other areas show; where
 * they are not, turns within a round come in another order, and shares are compared over whole rounds.
 */
final class Shares implements Area {
    @Override
    public String name() {
        return "shares";
    }

    @Override
    public int cases() {
        return 160;
    }

    @Override
    public Case generate(long seed, RandomGenerator random) {
        List<Case.Server> servers = new ArrayList<>();
        int count = 1 + random.nextInt(Origins.COUNT);
        int total = 0;
        for (int i = 0; i < count; i++) {
            int weight = Area.chance(random, 0.3) ? 1 : random.nextInt(6);
            total += weight;
            servers.add(new Case.Server("s" + i, i, new Both("weight " + weight, "weight: " + weight)));
        }
        List<Case.Conversation> conversations = new ArrayList<>();
        int requests = total == 0 ? 2 : 2 * total;
        while (requests > 0) {
            int now = Math.min(requests, 1 + random.nextInt(12));
            List<Request> all = new ArrayList<>();
            for (int i = 0; i < now; i++) {
                all.add(Request.get("/", "ok"));
            }
            conversations.add(new Case.Conversation("127.0.0.1", all));
            requests -= now;
        }
        return new Case(
                name(),
                seed,
                new Case.Listener(EDGE, List.of(), "§-b"),
                List.of(new Case.Backend("§-b", new Both("balance roundrobin", ""), servers)),
                conversations);
    }

    /** Whether both gave each server its share, but for a turn that one of them gives in the next round. */
    static boolean alike(Outcome haproxy, Outcome tenbin) {
        Map<String, Integer> difference = counts(haproxy);
        counts(tenbin).forEach((server, count) -> difference.merge(server, -count, Integer::sum));
        return haproxy.lines().size() == tenbin.lines().size()
                && difference.values().stream().allMatch(count -> Math.abs(count) <= 1);
    }

    private static Map<String, Integer> counts(Outcome outcome) {
        Map<String, Integer> counts = new HashMap<>();
        for (String line : outcome.lines()) {
            if (line.startsWith("log: ")) {
                counts.merge(line, 1, Integer::sum);
            }
        }
        return counts;
    }
}
