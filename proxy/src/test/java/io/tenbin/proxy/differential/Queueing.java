package io.tenbin.proxy.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Servers that have as many requests as they may: in which order the others are let in, and what becomes of who waits too long. */
final class Queueing implements Area {
    private static final int APART_MILLIS = 25;

    @Override
    public String name() {
        return "queueing";
    }

    @Override
    public int cases() {
        return 40;
    }

    @Override
    public Case generate(long seed, RandomGenerator random) {
        int limit = 1 + random.nextInt(2);
        boolean patient = Area.chance(random, 0.5);
        boolean sticky = Area.chance(random, 0.3);
        // Who is served is so for longer than all others take to come, and for much less or much longer than these
        // wait.
        int served = patient ? 250 : 1_500;
        int patience = patient ? 9_000 : 400;
        List<Case.Server> servers = new ArrayList<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            servers.add(new Case.Server(
                    "s" + servers.size(),
                    servers.size(),
                    new Both(
                            "maxconn " + limit + (sticky ? " cookie c" + servers.size() : ""),
                            "maxConnections: " + limit + (sticky ? ", cookie: c" + servers.size() : ""))));
        }
        Both options = new Both("timeout queue " + patience, "timeouts: {queue: " + patience + "ms}");
        if (sticky) {
            options = options.and(
                    new Both("cookie S insert indirect", "persistence: {cookie: {name: S, indirect: true}}"));
        }
        List<Case.Conversation> conversations = new ArrayList<>();
        int clients = 2 + random.nextInt(4);
        for (int i = 0; i < clients; i++) {
            Request request = sticky
                    ? Request.get("/" + i, "delay=" + served, "Cookie: S=c" + random.nextInt(servers.size()))
                    : Request.get("/" + i, "delay=" + served);
            conversations.add(new Case.Conversation("127.0.0.1", List.of(request), i == 0 ? -1 : APART_MILLIS));
        }
        return new Case(
                name(),
                seed,
                new Case.Listener(EDGE, List.of(), "§-b"),
                List.of(new Case.Backend("§-b", options, servers)),
                conversations);
    }
}
