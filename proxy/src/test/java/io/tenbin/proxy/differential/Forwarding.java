package io.tenbin.proxy.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The client's address on its way to the server, and whose claims of it are believed. */
final class Forwarding implements Area {
    private static final List<String> SOURCES = List.of("127.0.0.1", "127.0.0.2", "127.1.0.1", "127.200.0.9");
    private static final List<String> NETWORKS = List.of("127.0.0.0/8", "127.0.0.0/24", "127.1.0.1", "10.0.0.0/8");
    private static final List<String> CLAIMS = List.of(
            "X-Forwarded-For: 192.0.2.1",
            "X-Forwarded-For: 192.0.2.2, 192.0.2.3",
            "x-forwarded-for: 2001:db8::1",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Port: 443",
            "X-Forwarded-Host: evil.test",
            "Forwarded: for=192.0.2.1",
            "X-Real-IP: 192.0.2.9",
            "Proxy: evil",
            "X-Client: 192.0.2.4");

    @Override
    public String name() {
        return "forwarding";
    }

    @Override
    public int cases() {
        return 160;
    }

    @Override
    public Case generate(long seed, RandomGenerator random) {
        String trusted = Area.chance(random, 0.6) ? Area.one(random, NETWORKS) : null;
        String field = Area.chance(random, 0.25) ? "X-Client" : "X-Forwarded-For";
        String except = Area.chance(random, 0.3) ? Area.one(random, NETWORKS) : null;
        boolean enabled = Area.chance(random, 0.85);
        boolean ifNone = Area.chance(random, 0.25);
        List<Case.Conversation> conversations = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            List<Request> requests = new ArrayList<>();
            for (int j = 1 + random.nextInt(2); j > 0; j--) {
                requests.add(Request.get("/", "ok", Area.some(random, 4, CLAIMS).toArray(String[]::new)));
            }
            conversations.add(new Case.Conversation(Area.one(random, SOURCES), requests));
        }
        return new Case(
                name(),
                seed,
                new Case.Listener(options(trusted, field, except, enabled, ifNone), List.of(), "§-b"),
                List.of(new Case.Backend("§-b", Both.NOTHING, List.of(Case.Server.plain(0)))),
                conversations);
    }

    private static Both options(String trusted, String field, String except, boolean enabled, boolean ifNone) {
        StringBuilder haproxy = new StringBuilder();
        String unless = trusted == null ? "" : " unless { src " + trusted + " }";
        String andNot = trusted == null ? "" : " !{ src " + trusted + " }";
        for (String line : EDGE.haproxy().lines().toList()) {
            if (line.startsWith("http-request")) {
                haproxy.append(line)
                        .append(line.contains(" if ") ? andNot : unless)
                        .append('\n');
            }
        }
        if (!field.equals("X-Forwarded-For")) {
            haproxy.append("http-request del-header ")
                    .append(field)
                    .append(unless)
                    .append('\n');
        }
        if (enabled) {
            haproxy.append("option forwardfor")
                    .append(except == null ? "" : " except " + except)
                    .append(" header ")
                    .append(field)
                    .append(ifNone ? " if-none" : "");
        }
        List<String> entries = new ArrayList<>();
        if (!enabled) {
            entries.add("enabled: false");
        }
        if (!field.equals("X-Forwarded-For")) {
            entries.add("header: " + field);
        }
        if (except != null) {
            entries.add("except: [" + except + "]");
        }
        if (ifNone) {
            entries.add("mode: IfNone");
        }
        String tenbin = "http: {" + (trusted == null ? "" : "trustedProxies: [" + trusted + "], ") + "forwardedFor: {"
                + String.join(", ", entries) + "}}";
        return new Both(haproxy.toString(), tenbin);
    }
}
