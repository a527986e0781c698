package io.tenbin.proxy.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Clients that present the cookie of a server: one that works, that takes no new work, that is a backup, is in maintenance, or
 * refuses connections; with dates that are young, too old, missing, or of the future.
 */
final class Sessions implements Area {
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final long HOUR = 3600;

    /** How long ago, in seconds. */
    private static final List<Long> AGES =
            List.of(0L, HOUR / 4, HOUR / 2 + HOUR / 4, 3 * HOUR, 100 * HOUR, -HOUR, -100 * HOUR);

    @Override
    public String name() {
        return "sessions";
    }

    @Override
    public int cases() {
        return 120;
    }

    @Override
    public Case generate(long seed, RandomGenerator random) {
        // Two that work, so that nothing waits before it tries again.
        List<Case.Server> servers = new ArrayList<>();
        servers.add(new Case.Server("s0", 0, cookie(0, Both.NOTHING)));
        servers.add(new Case.Server("s1", 1, cookie(1, Both.NOTHING)));
        servers.add(special(2, random));
        if (Area.chance(random, 0.5)) {
            servers.add(special(3, random));
        }
        boolean idle = Area.chance(random, 0.6);
        boolean life = Area.chance(random, 0.5);
        boolean indirect = Area.chance(random, 0.5);
        String haproxy = (indirect ? " indirect" : "") + (idle ? " maxidle 30m" : "") + (life ? " maxlife 2h" : "");
        String tenbin =
                (indirect ? ", indirect: true" : "") + (idle ? ", maxIdle: 30m" : "") + (life ? ", maxLife: 2h" : "");
        List<Request> requests = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            requests.add(Request.get("/", "ok", "Cookie: SERVERID=" + presented(servers.size(), random)));
        }
        return new Case(
                name(),
                seed,
                new Case.Listener(EDGE, List.of(), "§-b"),
                List.of(new Case.Backend(
                        "§-b",
                        new Both(
                                "retries 1\noption redispatch\ncookie SERVERID insert" + haproxy,
                                "retries: {count: 1}, persistence: {cookie: {name: SERVERID" + tenbin + "}}"),
                        servers)),
                List.of(new Case.Conversation("127.0.0.1", requests)));
    }

    private static Case.Server special(int index, RandomGenerator random) {
        String name = "s" + index;
        return switch (random.nextInt(5)) {
            case 0 -> new Case.Server(name, index % 3, cookie(index, new Both("weight 0", "weight: 0")));
            case 1 -> new Case.Server(name, index % 3, cookie(index, new Both("backup", "backup: true")));
            case 2 -> new Case.Server(name, index % 3, cookie(index, new Both("disabled", "state: Maint")));
            // Of the value of a server that works.
            case 3 -> new Case.Server(name, index % 3, cookie(random.nextInt(2), new Both("weight 0", "weight: 0")));
            // Only what sticks to it goes there.
            default -> new Case.Server(name, Origins.REFUSING, cookie(index, new Both("weight 0", "weight: 0")));
        };
    }

    private static Both cookie(int value, Both more) {
        return new Both(
                ("cookie c" + value + " " + more.haproxy()).strip(),
                new Both("", "cookie: c" + value).and(more).tenbin());
    }

    private static String presented(int servers, RandomGenerator random) {
        StringBuilder value = new StringBuilder("c" + random.nextInt(servers + 1));
        int dates = random.nextInt(4);
        for (int i = 0; i < Math.min(dates, 2); i++) {
            value.append('|').append(date(System.currentTimeMillis() / 1000 - Area.one(random, AGES)));
        }
        if (dates == 3) {
            value.append('|').append("old");
        }
        return value.toString();
    }

    private static String date(long seconds) {
        StringBuilder date = new StringBuilder();
        for (int shift = 24; shift >= 0; shift -= 6) {
            date.append(DIGITS.charAt((int) (seconds >> 2 >> shift) & 0x3f));
        }
        return date.toString();
    }
}
