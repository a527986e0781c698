package io.tenbin.proxy.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Who takes over: backups, all of them or the first, weights of 0, and where a request goes that its server refuses. Hashes are not
 * among the latter: HAProxy computes the same hash again and may come to the same server, Tenbin passes over who has refused.
 */
final class Failover implements Area {
    @Override
    public String name() {
        return "failover";
    }

    @Override
    public int cases() {
        return 120;
    }

    @Override
    public Case generate(long seed, RandomGenerator random) {
        boolean sticky = Area.chance(random, 0.5);
        boolean hashed = !sticky && Area.chance(random, 0.4);
        List<Case.Server> servers = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            List<String> haproxy = new ArrayList<>();
            List<String> tenbin = new ArrayList<>();
            if (Area.chance(random, 0.35)) {
                haproxy.add("backup");
                tenbin.add("backup: true");
            }
            if (Area.chance(random, 0.2)) {
                haproxy.add("weight 0");
                tenbin.add("weight: 0");
            }
            if (sticky) {
                haproxy.add("cookie c" + i);
                tenbin.add("cookie: c" + i);
            }
            int origin = !hashed && Area.chance(random, 0.3) ? Origins.REFUSING : i;
            servers.add(
                    new Case.Server("s" + i, origin, new Both(String.join(" ", haproxy), String.join(", ", tenbin))));
        }
        Both backend = retries(random);
        if (Area.chance(random, 0.4)) {
            backend = backend.and(new Both("option allbackups", "allBackups: true"));
        }
        if (sticky) {
            backend = backend.and(
                    new Both("cookie S insert indirect", "persistence: {cookie: {name: S, indirect: true}}"));
        }
        if (hashed) {
            backend = backend.and(new Both(
                    "balance url_param k\nhash-type map-based",
                    "balance: {algorithm: QueryParameter, queryParameter: {name: k}, hash: {type: Map}}"));
        }
        // After a refusal Tenbin leaves the server alone for a while: only one request meets a server that refuses.
        boolean refusing = servers.stream().anyMatch(server -> server.origin() == Origins.REFUSING);
        List<Request> requests = new ArrayList<>();
        for (int i = refusing ? 1 : 1 + random.nextInt(4); i > 0; i--) {
            String target = hashed ? "/?k=" + Area.one(random, List.of("a", "b", "user-17", "4")) : "/";
            requests.add(
                    sticky
                            ? Request.get(target, "ok", "Cookie: S=c" + random.nextInt(count + 1))
                            : Request.get(target, "ok"));
        }
        return new Case(
                name(),
                seed,
                new Case.Listener(EDGE, List.of(), "§-b"),
                List.of(new Case.Backend("§-b", backend, servers)),
                List.of(new Case.Conversation("127.0.0.1", requests)));
    }

    /** The connect timeout bounds the pause before another try at the same server. */
    private static Both retries(RandomGenerator random) {
        int count = random.nextInt(4);
        // With "retries 1" and "option redispatch -2" HAProxy 2.6 divides by zero and is gone.
        int interval = Area.one(random, count < 2 ? List.of(-1, -1, 0, 1) : List.of(-1, -1, 0, 1, -2));
        String redispatch = interval == 0 ? "no option redispatch" : "option redispatch " + interval;
        return new Both(
                "timeout connect 500\nretries " + count + "\n" + redispatch,
                "timeouts: {connect: 500ms}, retries: {count: " + count + ", redispatch: " + interval
                        + ", retryOn: [ConnectFailure]}");
    }
}
