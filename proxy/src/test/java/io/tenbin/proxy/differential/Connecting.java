package io.tenbin.proxy.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** In front of forward proxies: CONNECT and absolute targets, which rules they meet, and how they are sent on. */
final class Connecting implements Area {
    private static final List<String> AUTHORITIES =
            List.of("a.test:443", "www.a.test:443", "a.test:80", "b.test:8443", "10.1.2.3:443", "[2001:db8::1]:443");
    private static final List<String> URLS = List.of(
            "http://a.test/",
            "http://a.test/x?443",
            "http://a.test:8080/a/b",
            "http://www.a.test/443",
            "http://b.test/a.test");
    private static final List<Both> ACLS = List.of(
            new Both("url_end 443", "fetch: URL, operator: Suffix, values: ['443']"),
            new Both("url_dom a.test", "fetch: URL, operator: Domain, values: [a.test]"),
            new Both("url_beg http://a.test/", "fetch: URL, operator: Prefix, values: ['http://a.test/']"),
            new Both("url_len 10:20", "fetch: URL, operator: Length, values: ['10:20']"),
            new Both("method CONNECT", "fetch: Method, values: [CONNECT]"),
            new Both("path_beg /", "fetch: Path, operator: Prefix, values: [/]"),
            new Both("url_reg ^[a-z.]+:443$", "fetch: URL, operator: Regex, values: ['^[a-z.]+:443$']"));

    @Override
    public String name() {
        return "connecting";
    }

    @Override
    public int cases() {
        return 80;
    }

    @Override
    public Case generate(long seed, RandomGenerator random) {
        List<Both> acls = new ArrayList<>();
        List<Both> rules = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Both acl = Area.one(random, ACLS);
            String name = "§n" + i;
            acls.add(new Both("acl " + name + " " + acl.haproxy(), "name: " + name + ", " + acl.tenbin()));
            rules.add(new Both("use_backend §-b" + i + " if " + name, "if: " + name + ", backend: §-b" + i));
        }
        List<Case.Backend> backends = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            backends.add(new Case.Backend("§-b" + i, Both.NOTHING, List.of(Case.Server.plain(i))));
        }
        List<Case.Conversation> conversations = new ArrayList<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            List<Request> requests = new ArrayList<>();
            for (int j = random.nextInt(3); j > 0; j--) {
                String url = Area.one(random, URLS);
                requests.add(Request.get(url, "ok", "Host: " + url.substring(7, url.indexOf('/', 7))));
            }
            String authority = Area.one(random, AUTHORITIES);
            if (requests.isEmpty() || Area.chance(random, 0.6)) {
                String how = Area.one(random, List.of("tunnel", "tunnel", "status=403", "status=407"));
                Request connect = Request.request("CONNECT", authority, how, "Host: " + authority);
                requests.add(how.equals("tunnel") ? Request.of(connect.bytes() + "ping") : connect);
            }
            conversations.add(new Case.Conversation("127.0.0.1", requests));
        }
        return new Case(
                name(),
                seed,
                new Case.Listener(EDGE.and(new Both("", "allowConnect: true")), acls, rules, "§-b2"),
                backends,
                conversations);
    }
}
