package io.tenbin.proxy.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * ACLs and the grammar of {@code if} and {@code unless}: what is looked at, how it is compared, and how it is put together. {@code
 * ne 4} is not among the numbers: HAProxy 2.6 takes it for {@code eq 4}.
 */
final class Conditions implements Area {
    private static final List<String> TEXTS =
            List.of("/a", "/a/b", "b", "a.test", "/", "x.a.test", "B", "/a/b/c.png", "1");
    private static final List<String> EXPRESSIONS = List.of("^/a", "b$", "[0-9]+", "a.?b", "(x|a)[.]test", "^$", "B");
    private static final List<String> RANGES = List.of("5", "1:4", ":6", "3:", "gt 7", "le 2", "eq 4");
    private static final List<String> TARGETS = List.of(
            "/",
            "/a",
            "/A/B",
            "/a/b?b",
            "/a/b/c.png",
            "/x/a.test/y",
            "/a?k=1&l=b",
            "/?k=2;k=7",
            "/b?k=",
            "/a/?x=/a/b",
            "http://a.test/a/b",
            "http://a.test/?k=5");
    private static final List<String> FIELDS = List.of(
            "X-A: 1",
            "X-A: b, /a",
            "X-A: a.test",
            "X-A: 9x",
            "X-A:",
            "X-A: 10.1.2.3",
            "X-A: x.a.test, 4",
            "x-a: \"b, c\", B",
            "Cookie: sid=1; b=/a",
            "Cookie: a=b; sid=b",
            "Cookie: sid=; sid=a.test",
            "X-B: b");
    private static final List<String> HOSTS = List.of("a.test", "x.a.test", "A.Test", "b", "a.test:80");
    private static final List<String> SOURCES = List.of("127.0.0.1", "127.0.0.2", "127.9.8.7");
    private static final List<String> ANONYMOUS = List.of(
            "{ path_beg /a }",
            "{ path_end -i .PNG b }",
            "{ path -m dir b }",
            "{ url_sub k= x }",
            "{ url_len 1:5 }",
            "{ path_len gt 3 }",
            "{ hdr(x-a) -i B }",
            "{ hdr_beg(x-a) a b }",
            "{ hdr_dom(host) -i a.test }",
            "{ hdr_val(x-a) 1:9 }",
            "{ hdr_ip(x-a) 10.0.0.0/8 }",
            "{ hdr(x-b) -m found }",
            "{ req.hdr(x-a) -m sub a }",
            "{ urlp(k) 1 2 }",
            "{ urlp(k) -m int ge 5 }",
            "{ cook(sid) b }",
            "{ cook_beg(sid) a }",
            "{ method POST }",
            "{ src 127.0.0.2 127.9.0.0/16 }",
            "{ src_port 1:1023 }",
            "{ dst 127.0.0.0/8 }",
            "{ req.ver 1.1 }",
            "{ path_reg ^/[ab] }",
            "{ base_beg a.test/a }",
            "{ nbsrv(§-b0) ge 1 }",
            "{ always_true }");
    private static final List<String> PREDEFINED = List.of(
            "TRUE",
            "FALSE",
            "LOCALHOST",
            "HTTP",
            "HTTP_1.0",
            "HTTP_1.1",
            "METH_GET",
            "METH_POST",
            "HTTP_URL_SLASH",
            "HTTP_URL_ABS");

    @Override
    public String name() {
        return "conditions";
    }

    @Override
    public int cases() {
        return 300;
    }

    @Override
    public Case generate(long seed, RandomGenerator random) {
        List<Both> acls = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = Area.chance(random, 0.2) && !names.isEmpty() ? Area.one(random, names) : "§n" + names.size();
            names.add(name);
            acls.add(acl(random, name));
        }
        List<Both> rules = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            String word = Area.chance(random, 0.75) ? "if" : "unless";
            String condition = condition(random, names);
            int backend = random.nextInt(3);
            rules.add(new Both(
                    "use_backend §-b" + backend + " " + word + " " + condition,
                    word + ": '" + condition + "', backend: §-b" + backend));
        }
        List<Case.Backend> backends = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            backends.add(new Case.Backend("§-b" + i, Both.NOTHING, List.of(Case.Server.plain(i))));
        }
        List<Case.Conversation> conversations = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            List<Request> requests = new ArrayList<>();
            for (int j = 1 + random.nextInt(3); j > 0; j--) {
                requests.add(request(random));
            }
            conversations.add(new Case.Conversation(Area.one(random, SOURCES), requests));
        }
        return new Case(name(), seed, new Case.Listener(EDGE, acls, rules, "§-b3"), backends, conversations);
    }

    private static Both acl(RandomGenerator random, String name) {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> text(random, name, "url", "URL");
            case 3, 4 -> text(random, name, "path", "Path");
            case 5 -> text(random, name, "hdr(x-a)", "Header(x-a)");
            case 6 -> text(random, name, "urlp(k)", "Query(k)");
            case 7 -> text(random, name, "cook(sid)", "Cookie(sid)");
            case 8 -> text(random, name, "hdr(host)", "Header(host)");
            case 9 ->
                entry(name, "method", "fetch: Method", "", false, Area.some(random, 2, List.of("GET", "POST", "PUT")));
            case 10 ->
                entry(
                        name,
                        "src",
                        "fetch: SourceAddress",
                        "",
                        false,
                        Area.some(random, 2, List.of("127.0.0.1", "127.9.0.0/16", "10.0.0.0/8")));
            default ->
                entry(
                        name,
                        "dst_port",
                        "fetch: DestinationPort",
                        "",
                        false,
                        List.of(Area.one(random, List.of("<port>", "1:1023", "gt 1023"))));
        };
    }

    private static Both text(RandomGenerator random, String name, String fetch, String tenbin) {
        boolean ignoreCase = Area.chance(random, 0.3);
        List<String> values = Area.some(random, 2, TEXTS);
        boolean numbers = List.of("hdr(x-a)", "urlp(k)", "cook(sid)").contains(fetch);
        return switch (random.nextInt(numbers ? 10 : 9)) {
            case 0 -> entry(name, fetch, "fetch: " + tenbin, "str Exact", ignoreCase, values);
            case 1 -> entry(name, fetch, "fetch: " + tenbin, "beg Prefix", ignoreCase, values);
            case 2 -> entry(name, fetch, "fetch: " + tenbin, "end Suffix", ignoreCase, values);
            case 3 -> entry(name, fetch, "fetch: " + tenbin, "sub Substring", ignoreCase, values);
            case 4 ->
                entry(
                        name,
                        fetch,
                        "fetch: " + tenbin,
                        "dir Subdir",
                        ignoreCase,
                        Area.some(random, 2, List.of("a", "/a/b", "b", "c.png")));
            case 5 ->
                entry(
                        name,
                        fetch,
                        "fetch: " + tenbin,
                        "dom Domain",
                        ignoreCase,
                        Area.some(random, 2, List.of("a.test", "b", "x.a")));
            case 6 ->
                entry(name, fetch, "fetch: " + tenbin, "reg Regex", ignoreCase, Area.some(random, 2, EXPRESSIONS));
            case 7 -> entry(name, fetch, "fetch: " + tenbin, "len Length", false, List.of(Area.one(random, RANGES)));
            case 8 ->
                new Both(
                        "acl " + name + " " + fetch + " -m found",
                        "name: " + name + ", fetch: " + tenbin + ", operator: Found");
            default -> entry(name, fetch, "fetch: " + tenbin, "int Integer", false, List.of(Area.one(random, RANGES)));
        };
    }

    /** An entry; one value stands in for none. */
    private static Both entry(
            String name, String fetch, String tenbin, String operator, boolean ignoreCase, List<String> some) {
        List<String> values = some.isEmpty()
                ? List.of(fetch.equals("src") ? "127.0.0.2" : fetch.equals("method") ? "GET" : "b")
                : some;
        int blank = operator.indexOf(' ');
        StringBuilder haproxy = new StringBuilder("acl " + name + " " + fetch);
        haproxy.append(ignoreCase ? " -i" : "");
        haproxy.append(blank < 0 ? "" : " -m " + operator.substring(0, blank));
        boolean number = operator.startsWith("len") || operator.startsWith("int") || fetch.equals("dst_port");
        values.forEach(value -> haproxy.append(number ? " " + value : " '" + value + "'"));
        return new Both(
                haproxy.toString(),
                "name: " + name + ", " + tenbin + (blank < 0 ? "" : ", operator: " + operator.substring(blank + 1))
                        + (ignoreCase ? ", ignoreCase: true" : "") + ", values: ['" + String.join("', '", values)
                        + "']");
    }

    private static String condition(RandomGenerator random, List<String> names) {
        List<String> alternatives = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            List<String> terms = new ArrayList<>();
            for (int j = 1 + random.nextInt(3); j > 0; j--) {
                terms.add((Area.chance(random, 0.3) ? "!" : "") + term(random, names));
            }
            alternatives.add(String.join(" ", terms));
        }
        return String.join(Area.chance(random, 0.5) ? " or " : " || ", alternatives);
    }

    private static String term(RandomGenerator random, List<String> names) {
        if (!names.isEmpty() && Area.chance(random, 0.5)) {
            return Area.one(random, names);
        }
        return Area.one(random, Area.chance(random, 0.75) ? ANONYMOUS : PREDEFINED);
    }

    private static Request request(RandomGenerator random) {
        String target = Area.one(random, TARGETS);
        List<String> fields = new ArrayList<>();
        fields.add("Host: " + (target.startsWith("http") ? "a.test" : Area.one(random, HOSTS)));
        fields.addAll(Area.some(random, 3, FIELDS));
        boolean post = Area.chance(random, 0.25);
        if (post) {
            fields.add("Content-Length: 0");
        }
        return Request.request(post ? "POST" : "GET", target, "ok", fields.toArray(String[]::new));
    }
}
