package io.tenbin.proxy.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Servers that refuse, answer nonsense, or go away, before and within an answer. */
final class Retrying implements Area {
    private static final List<String> FAULTS = List.of("half-head", "garbage", "short", "short-chunk", "ok", "large");

    @Override
    public String name() {
        return "retrying";
    }

    @Override
    public int cases() {
        return 130;
    }

    @Override
    public Case generate(long seed, RandomGenerator random) {
        List<Case.Server> servers = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        int refusing = 0;
        for (int i = 0; i < count; i++) {
            boolean refuses = Area.chance(random, 0.3);
            refusing += refuses ? 1 : 0;
            servers.add(new Case.Server("s" + i, refuses ? Origins.REFUSING : i, Both.NOTHING));
        }
        // A pause of a second before each try at the same server: one will do.
        int retries = refusing == count ? random.nextInt(2) : random.nextInt(4);
        if (refusing > 1 && refusing < count) {
            retries = Math.max(retries, 1);
        }
        // One request: after a refusal Tenbin leaves the server alone for a while, and HAProxy closes a connection
        // without a word if a
        // later request on it fails.
        Request request = Request.get("/", Area.one(random, FAULTS));
        return new Case(
                name(),
                seed,
                new Case.Listener(EDGE, List.of(), "§-b"),
                List.of(new Case.Backend(
                        "§-b",
                        new Both("retries " + retries + "\noption redispatch", "retries: {count: " + retries + "}"),
                        servers)),
                List.of(Case.Conversation.of(request)));
    }
}
