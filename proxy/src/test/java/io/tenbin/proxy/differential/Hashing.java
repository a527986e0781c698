package io.tenbin.proxy.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Which server the algorithms choose: map-based hashes of addresses, targets, fields and parameters, and those that take turns. */
final class Hashing implements Area {
    private static final List<String> SOURCES =
            List.of("127.0.0.1", "127.0.0.2", "127.9.8.7", "127.200.0.9", "127.1.2.3", "127.77.0.1");
    private static final List<String> TARGETS = List.of(
            "/",
            "/a",
            "/a/b",
            "/a/b/c",
            "/a/b/c?k=1",
            "/a?k=2&l=3",
            "/a?l=3&k=2",
            "/x?k=",
            "/x?kk=5",
            "/y?q;k=7",
            "/%41?k=1%20");

    @Override
    public String name() {
        return "hashing";
    }

    @Override
    public int cases() {
        return 240;
    }

    @Override
    public Case generate(long seed, RandomGenerator random) {
        List<Case.Server> servers = new ArrayList<>();
        Both balance = balance(random);
        boolean hashes = balance.haproxy().contains("map-based");
        int count = 1 + random.nextInt(Origins.COUNT);
        for (int i = 0; i < count; i++) {
            int weight = hashes ? 1 + random.nextInt(4) : 1;
            servers.add(new Case.Server("s" + i, i, new Both("weight " + weight, "weight: " + weight)));
        }
        List<Case.Conversation> conversations = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            List<Request> requests = new ArrayList<>();
            for (int j = 1 + random.nextInt(4); j > 0; j--) {
                List<String> fields = new ArrayList<>();
                if (Area.chance(random, 0.7)) {
                    fields.add("X-Key: " + Area.one(random, List.of("a", "b", "user-17", "A", "1", "a, b")));
                }
                requests.add(Request.get(Area.one(random, TARGETS), "ok", fields.toArray(String[]::new)));
            }
            conversations.add(new Case.Conversation(Area.one(random, SOURCES), requests));
        }
        return new Case(
                name(),
                seed,
                new Case.Listener(EDGE, List.of(), "§-b"),
                List.of(new Case.Backend("§-b", balance, servers)),
                conversations);
    }

    private static Both balance(RandomGenerator random) {
        return switch (random.nextInt(7)) {
            case 0 -> hash("source", "algorithm: Source");
            case 1 -> uri(random);
            case 2 -> hash("hdr(X-Key)", "algorithm: Header, header: {name: X-Key}");
            case 3 -> hash("url_param k", "algorithm: QueryParameter, queryParameter: {name: k}");
            case 4 -> new Both("balance static-rr", "balance: {algorithm: StaticRoundRobin}");
            case 5 -> new Both("balance leastconn", "balance: {algorithm: LeastConnections}");
            default -> new Both("balance first", "balance: {algorithm: First}");
        };
    }

    private static Both uri(RandomGenerator random) {
        int length = Area.chance(random, 0.3) ? 1 + random.nextInt(6) : 0;
        int depth = Area.chance(random, 0.3) ? 1 + random.nextInt(3) : 0;
        boolean whole = Area.chance(random, 0.3);
        return hash(
                "uri path-only" + (length > 0 ? " len " + length : "") + (depth > 0 ? " depth " + depth : "")
                        + (whole ? " whole" : ""),
                "algorithm: URI, uri: {length: " + length + ", depth: " + depth + ", whole: " + whole + "}");
    }

    private static Both hash(String haproxy, String tenbin) {
        return new Both("balance " + haproxy + "\nhash-type map-based", "balance: {" + tenbin + ", hash: {type: Map}}");
    }
}
