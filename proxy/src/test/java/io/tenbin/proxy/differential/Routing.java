package io.tenbin.proxy.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Which rule gets a request: by host, path, method and field, in order. */
final class Routing implements Area {
    private static final List<String> HOSTS =
            List.of("a.test", "b.a.test", "c.b.a.test", "xa.test", "test", "A.test", "other.example");
    private static final List<String> PATTERNS = List.of("a.test", "*.a.test", "*.test", "other.example", "b.a.test");
    private static final List<String> PATHS =
            List.of("/", "/a", "/a/", "/a/b", "/ab", "/a//b", "/A", "/a%2fb", "/a/b/c", "/a;x", "/a?b=/a/b", "/x");
    private static final List<String> METHODS = List.of("GET", "POST", "DELETE", "OPTIONS", "PURGE", "get");
    private static final List<String> VALUES = List.of("v", "V", "v,w", "w");

    @Override
    public String name() {
        return "routing";
    }

    @Override
    public int cases() {
        return 480;
    }

    @Override
    public Case generate(long seed, RandomGenerator random) {
        List<Both> rules = new ArrayList<>();
        int backends = 1 + random.nextInt(3);
        for (int i = random.nextInt(6); i > 0; i--) {
            rules.add(rule(random, rules.size(), random.nextInt(backends)));
        }
        boolean fallback = rules.isEmpty() || Area.chance(random, 0.6);
        List<Case.Backend> all = new ArrayList<>();
        for (int i = 0; i < backends; i++) {
            List<Case.Server> servers =
                    Area.chance(random, 0.1) ? List.of() : List.of(Case.Server.plain(i), Case.Server.plain(i + 1));
            all.add(new Case.Backend("§-b" + i, Both.NOTHING, servers));
        }
        List<Request> requests = new ArrayList<>();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            requests.add(request(random));
        }
        return new Case(
                name(),
                seed,
                new Case.Listener(EDGE, rules, fallback ? "§-b0" : null),
                all,
                List.of(new Case.Conversation("127.0.0.1", requests)));
    }

    private static Both rule(RandomGenerator random, int number, int backend) {
        String acl = "§r" + number;
        StringBuilder acls = new StringBuilder();
        StringBuilder condition = new StringBuilder();
        List<String> match = new ArrayList<>();
        List<String> hosts = Area.some(random, 2, PATTERNS);
        if (!hosts.isEmpty()) {
            for (String host : hosts) {
                String operator = host.startsWith("*") ? "-m end " + host.substring(1) : "-m str " + host;
                acls.append("acl ")
                        .append(acl)
                        .append("h hdr(host),field(1,:),lower ")
                        .append(operator)
                        .append('\n');
            }
            condition.append(' ').append(acl).append('h');
            match.add("hosts: [" + quoted(hosts) + "]");
        }
        List<String> paths = Area.some(
                random, 2, List.of("Exact /a", "Exact /a/b", "Prefix /a", "Prefix /a/", "Prefix /", "Exact /A"));
        if (!paths.isEmpty()) {
            List<String> entries = new ArrayList<>();
            for (String path : paths) {
                String value = path.substring(path.indexOf(' ') + 1);
                String whole =
                        value.length() > 1 && value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
                acls.append("acl ")
                        .append(acl)
                        .append("p path -m str ")
                        .append(path.startsWith("E") ? value : whole)
                        .append('\n');
                if (path.startsWith("P")) {
                    acls.append("acl ")
                            .append(acl)
                            .append("p path -m beg ")
                            .append(whole.equals("/") ? "/" : whole + "/")
                            .append('\n');
                }
                entries.add("{type: " + path.replace(" ", ", value: ") + "}");
            }
            condition.append(' ').append(acl).append('p');
            match.add("paths: [" + String.join(", ", entries) + "]");
        }
        List<String> methods = Area.some(random, 2, METHODS);
        if (!methods.isEmpty()) {
            acls.append("acl ")
                    .append(acl)
                    .append("m method -m str ")
                    .append(String.join(" ", methods))
                    .append('\n');
            condition.append(' ').append(acl).append('m');
            match.add("methods: [" + quoted(methods) + "]");
        }
        if (Area.chance(random, 0.3)) {
            String value = Area.one(random, VALUES);
            acls.append("acl ")
                    .append(acl)
                    .append("x req.fhdr(x-a) -m str ")
                    .append(value)
                    .append('\n');
            condition.append(' ').append(acl).append('x');
            match.add("headers: [{name: X-A, value: '" + value + "'}]");
        }
        return new Both(
                acls + "use_backend §-b" + backend + (condition.isEmpty() ? "" : " if" + condition),
                (match.isEmpty() ? "" : "match: {" + String.join(", ", match) + "}, ") + "backend: §-b" + backend);
    }

    private static Request request(RandomGenerator random) {
        List<String> fields = new ArrayList<>();
        fields.add("Host: " + Area.one(random, HOSTS) + (Area.chance(random, 0.2) ? ":8080" : ""));
        for (int i = random.nextInt(3); i > 0; i--) {
            fields.add((Area.chance(random, 0.5) ? "X-A: " : "x-a: ") + Area.one(random, VALUES));
        }
        String method = Area.one(random, METHODS);
        if (method.equals("POST")) {
            fields.add("Content-Length: 0");
        }
        return Request.request(method, Area.one(random, PATHS), "ok", fields.toArray(String[]::new));
    }

    private static String quoted(List<String> values) {
        return "'" + String.join("', '", values) + "'";
    }
}
