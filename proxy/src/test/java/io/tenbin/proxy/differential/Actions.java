package io.tenbin.proxy.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What rules do by themselves: answers and redirects; and what is changed of fields, both ways, by listener and rule. */
final class Actions implements Area {
    private static final List<String> VALUES = List.of(
            "plain",
            "two words",
            "%[src]",
            "<%[method] %[path]>",
            "%[url]",
            "%[req.hdr(x-a)]",
            "%[hdr(X-A)]/%[req.hdr(none)]",
            "100%%",
            "%[dst_port]");
    private static final List<String> ANSWERED =
            List.of("fixed", "%[src]", "%[res.hdr(x-server)]", "%[hdr(Vary)].", "%[method]");
    private static final List<String> NAMES = List.of("X-A", "X-B", "X-C", "User-Agent", "Cookie");
    private static final List<String> OF_ANSWERS = List.of("X-Server", "Vary", "Cache-Control", "X-D", "Server");

    @Override
    public String name() {
        return "actions";
    }

    @Override
    public int cases() {
        return 250;
    }

    @Override
    public Case generate(long seed, RandomGenerator random) {
        List<Both> rules = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String condition = Area.one(
                    random,
                    List.of("{ path_beg /a }", "{ hdr(x-a) -m found }", "METH_POST", "{ path /b } or { path_end x }"));
            rules.add(Area.chance(random, 0.5) ? redirect(random, condition) : respond(random, condition));
        }
        Both changes = Area.chance(random, 0.7) ? changes(random) : Both.NOTHING;
        Both ofRule = Area.chance(random, 0.7) ? changes(random) : Both.NOTHING;
        rules.add(new Both(
                "use_backend §-b if { path_len gt 0 }",
                "if: '{ path_len gt 0 }', backend: §-b" + (ofRule.tenbin().isEmpty() ? "" : ", " + ofRule.tenbin())));
        List<Request> requests = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            requests.add(request(random));
        }
        return new Case(
                name(),
                seed,
                new Case.Listener(EDGE.and(changes), List.of(), rules, null),
                List.of(new Case.Backend("§-b", new Both(ofRule.haproxy(), ""), List.of(Case.Server.plain(0)))),
                List.of(new Case.Conversation("127.0.0.1", requests)));
    }

    private static Both redirect(RandomGenerator random, String condition) {
        int status = Area.one(random, List.of(301, 302, 303, 307, 308));
        String code = " code " + status + " if " + condition;
        String head = "if: '" + condition + "', redirect: {status: " + status + ", ";
        return switch (random.nextInt(4)) {
            case 0 -> new Both("http-request redirect scheme https" + code, head + "scheme: https}");
            case 1 -> new Both("http-request redirect prefix http://b.test:<port>" + code, head + "host: b.test}");
            case 2 ->
                new Both(
                        "http-request redirect prefix https://b.test:8443" + code,
                        head + "scheme: https, host: b.test, port: 8443}");
            default ->
                new Both(
                        "http-request redirect location https://b.test/new code " + status + " if !{ url_sub ? } "
                                + condition.replace(" or ", " or !{ url_sub ? } ")
                                + "\nhttp-request redirect location https://b.test/new?%[query]" + code,
                        head + "scheme: https, host: b.test, path: /new}");
        };
    }

    private static Both respond(RandomGenerator random, String condition) {
        int status = Area.one(random, List.of(200, 201, 403, 404, 429, 451, 500, 503));
        String body = Area.one(random, List.of("no", "two words", "<p>html</p>"));
        boolean field = Area.chance(random, 0.5);
        return new Both(
                "http-request return status " + status + " content-type text/html string \"" + body + "\""
                        + (field ? " hdr X-Why \"because\"" : "") + " if " + condition,
                "if: '" + condition + "', respond: {status: " + status + ", contentType: text/html, body: '" + body
                        + "'" + (field ? ", headers: [{name: X-Why, value: because}]" : "") + "}");
    }

    private static Both changes(RandomGenerator random) {
        Both requests = block(random, "http-request", "requestHeaders", NAMES, VALUES);
        Both answers = block(random, "http-response", "responseHeaders", OF_ANSWERS, ANSWERED);
        return requests.and(answers);
    }

    private static Both block(
            RandomGenerator random, String directive, String field, List<String> names, List<String> values) {
        List<String> left = new ArrayList<>(names);
        List<String> haproxy = new ArrayList<>();
        List<String> lists = new ArrayList<>();
        for (String action : List.of("set", "add", "remove")) {
            List<String> entries = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0 && !left.isEmpty(); i--) {
                String name = left.remove(random.nextInt(left.size()));
                String value = Area.one(random, values);
                boolean remove = action.equals("remove");
                haproxy.add(directive + " " + (remove ? "del" : action) + "-header " + name
                        + (remove ? "" : " \"" + value + "\""));
                entries.add(remove ? name : "{name: " + name + ", value: '" + value + "'}");
            }
            if (!entries.isEmpty()) {
                lists.add(action + ": [" + String.join(", ", entries) + "]");
            }
        }
        return lists.isEmpty()
                ? Both.NOTHING
                : new Both(String.join("\n", haproxy), field + ": {" + String.join(", ", lists) + "}");
    }

    private static Request request(RandomGenerator random) {
        List<String> fields = new ArrayList<>(Area.some(
                random,
                3,
                List.of(
                        "X-A: one",
                        "X-A: two, three",
                        "x-b: b",
                        "User-Agent: me",
                        "Cookie: a=b",
                        "X-C:",
                        "Accept: x")));
        String method = Area.one(random, List.of("GET", "GET", "GET", "HEAD", "POST"));
        if (method.equals("POST")) {
            fields.add("Content-Length: 0");
        }
        String target = Area.one(random, List.of("/", "/a", "/a/b?c=d", "/b", "/x?", "/z/x", "//evil.test/a"));
        String how = Area.one(random, List.of("ok", "cookies", "cacheable", "status=404", "chunked"));
        return Request.request(method, target, how, fields.toArray(String[]::new));
    }
}
