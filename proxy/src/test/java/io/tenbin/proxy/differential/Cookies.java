package io.tenbin.proxy.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Cookies that keep a client at its server: who makes them, who sees them, and what becomes of a wrong one. */
final class Cookies implements Area {
    private static final List<String> PRESENTED = List.of(
            "SERVERID=c0",
            "SERVERID=c1",
            "SERVERID=c9",
            "a=1; SERVERID=c1; b=2",
            "a=b",
            "SERVERID=c0~app",
            "SERVERID=");

    @Override
    public String name() {
        return "cookies";
    }

    @Override
    public int cases() {
        return 250;
    }

    @Override
    public Case generate(long seed, RandomGenerator random) {
        List<Case.Server> servers = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            boolean named = Area.chance(random, 0.8);
            Both options = named ? new Both("cookie c" + i, "cookie: c" + i) : Both.NOTHING;
            if (count > 1 && i == count - 1 && Area.chance(random, 0.3)) {
                Both backup = new Both("backup", "backup: true");
                options = new Both(
                        options.haproxy() + " " + backup.haproxy(),
                        options.and(backup).tenbin());
            }
            servers.add(new Case.Server("s" + i, i, options));
        }
        List<Request> requests = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            List<String> fields = new ArrayList<>();
            if (Area.chance(random, 0.5)) {
                fields.add("Cookie: z=1" + Request.COOKIES);
            } else if (Area.chance(random, 0.6)) {
                fields.add("Cookie: " + Area.one(random, PRESENTED));
            }
            String method = Area.chance(random, 0.2) ? "POST" : "GET";
            if (method.equals("POST")) {
                fields.add("Content-Length: 0");
            }
            String how = Area.one(random, List.of("ok", "ok", "own-cookie", "cookies", "cacheable", "status=404"));
            requests.add(Request.request(method, "/", how, fields.toArray(String[]::new)));
        }
        return new Case(
                name(),
                seed,
                new Case.Listener(EDGE, List.of(), "§-b"),
                List.of(new Case.Backend("§-b", cookie(random), servers)),
                List.of(new Case.Conversation("127.0.0.1", requests)));
    }

    private static Both cookie(RandomGenerator random) {
        int mode = random.nextInt(5);
        if (mode == 3) {
            return of("rewrite", "mode: Rewrite");
        }
        if (mode == 4) {
            return of("prefix", "mode: Prefix");
        }
        StringBuilder haproxy = new StringBuilder("insert");
        List<String> tenbin = new ArrayList<>();
        for (String option : List.of(
                "indirect|indirect: true",
                "nocache|noCache: true",
                "postonly|postOnly: true",
                "preserve|preserve: true",
                "httponly|httpOnly: true",
                "secure|secure: true",
                "domain a.test|domain: a.test",
                "attr SameSite=Lax|sameSite: Lax")) {
            if (Area.chance(random, option.startsWith("indirect") ? 0.5 : 0.2)) {
                int bar = option.indexOf('|');
                haproxy.append(' ').append(option, 0, bar);
                tenbin.add(option.substring(bar + 1));
            }
        }
        return of(haproxy.toString(), String.join(", ", tenbin));
    }

    private static Both of(String haproxy, String tenbin) {
        return new Both(
                "cookie SERVERID " + haproxy,
                "persistence: {cookie: {name: SERVERID" + (tenbin.isEmpty() ? "" : ", " + tenbin) + "}}");
    }
}
