package io.tenbin.proxy.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Which connections go on after an answer: the modes of both sides in all combinations, and when connections are shared. */
final class Modes implements Area {
    private static final List<Both> LISTENER = List.of(
            Both.NOTHING,
            new Both("option http-keep-alive", "http: {connectionMode: KeepAlive}"),
            new Both("option http-server-close", "http: {connectionMode: ServerClose}"),
            new Both("option httpclose", "http: {connectionMode: Close}"));
    private static final List<String> BACKEND = List.of(
            "option http-keep-alive|KeepAlive", "option http-server-close|ServerClose", "option httpclose|Close");
    private static final List<String> REUSE =
            List.of("never|Never", "safe|Safe", "aggressive|Aggressive", "always|Always");

    @Override
    public String name() {
        return "modes";
    }

    @Override
    public int cases() {
        return 150;
    }

    @Override
    public Case generate(long seed, RandomGenerator random) {
        List<String> haproxy = new ArrayList<>();
        List<String> tenbin = new ArrayList<>();
        if (Area.chance(random, 0.6)) {
            pair(Area.one(random, BACKEND), "", "mode: ", haproxy, tenbin);
        }
        if (Area.chance(random, 0.6)) {
            pair(Area.one(random, REUSE), "http-reuse ", "reuse: ", haproxy, tenbin);
        }
        Both backend = new Both(
                String.join("\n", haproxy), tenbin.isEmpty() ? "" : "connection: {" + String.join(", ", tenbin) + "}");
        List<Case.Conversation> conversations = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            List<Request> requests = new ArrayList<>();
            for (int j = 1 + random.nextInt(3); j > 0; j--) {
                requests.add(Request.get(
                        "/",
                        Area.one(random, List.of("ok", "ok", "chunked", "says-close", "http10")),
                        Area.chance(random, 0.1) ? "Connection: close" : "X-A: b"));
            }
            conversations.add(new Case.Conversation("127.0.0.1", requests));
        }
        return new Case(
                name(),
                seed,
                new Case.Listener(EDGE.and(Area.one(random, LISTENER)), List.of(), "§-b"),
                List.of(new Case.Backend("§-b", backend, List.of(Case.Server.plain(0)))),
                conversations);
    }

    private static void pair(String words, String before, String key, List<String> haproxy, List<String> tenbin) {
        int bar = words.indexOf('|');
        haproxy.add(before + words.substring(0, bar));
        tenbin.add(key + words.substring(bar + 1));
    }
}
