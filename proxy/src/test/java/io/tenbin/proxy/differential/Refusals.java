package io.tenbin.proxy.differential;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** What is no request, or only nearly one. The first line of a case's request says what is wrong with it. */
final class Refusals implements Area {
    private static final String H = "Host: a.test\r\n";
    private static final String DO = Origins.INSTRUCTION + ": ok\r\n\r\n";

    /** What is wrong, by name. */
    static final Map<String, String> REQUESTS = requests();

    private static final String ONE_HOST = "RFC 9112 section 3.2: exactly one Host, and a valid one";
    private static final String LINE_ENDS = "RFC 9112 section 2.2 allows more, and two parsers then see two requests";
    private static final String FRAMING = "RFC 9112 section 6.1: a sender that does this may be smuggling";
    private static final String LIMITS = "a default limit that HAProxy has as the size of its buffer only";

    /** What HAProxy lets pass and Tenbin does not, by name, with the reason. */
    static final Map<String, String> STRICTER = Map.ofEntries(
            Map.entry("no-host", ONE_HOST),
            Map.entry("same-host-twice", ONE_HOST),
            Map.entry("bad-host", ONE_HOST),
            Map.entry("empty-host", ONE_HOST),
            Map.entry("version-3", "it is not HTTP/1, whatever follows"),
            Map.entry("control", "RFC 9110 section 5.5: no control bytes in a value"),
            Map.entry("nul", "RFC 9110 section 5.5: no control bytes in a value"),
            Map.entry("bare-cr", LINE_ENDS),
            Map.entry("bare-lf", LINE_ENDS),
            Map.entry("lf-between-fields", LINE_ENDS),
            Map.entry("folded", LINE_ENDS),
            Map.entry("two-spaces", "RFC 9112 section 3: one space"),
            Map.entry("star", "RFC 9112 section 3.2.4: with OPTIONS only"),
            Map.entry("connect", "tunnels only where allowConnect says so"),
            Map.entry("te-and-cl", FRAMING),
            Map.entry("te-1.0", FRAMING),
            Map.entry("long-target", LIMITS),
            Map.entry("long-head", LIMITS),
            Map.entry("many-fields", LIMITS));

    /** What differs otherwise, by name, with the reason. */
    static final Map<String, String> OTHERWISE = Map.of(
            "absolute-other-host",
                    "RFC 9112 section 3.2.2: the target's authority counts, Host is ignored; HAProxy refuses it",
            "absolute-port",
                    "RFC 9112 section 3.2.2: Host is the authority as it was sent; HAProxy takes a default port away");

    /** Whether the case is one whose outcome differs for a reason that is given. */
    static boolean otherwise(Case test) {
        return test.area().equals("refusals") && OTHERWISE.containsKey(name(test.seed()));
    }

    /** Whether the case is one in which Tenbin may refuse what HAProxy does not. */
    static boolean stricter(Case test) {
        return test.area().equals("refusals") && STRICTER.containsKey(name(test.seed()));
    }

    private static String name(long seed) {
        List<String> names = List.copyOf(REQUESTS.keySet());
        return names.get((int) Math.floorMod(seed, (long) names.size()));
    }

    private static Map<String, String> requests() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("no-host", "GET /no-host HTTP/1.1\r\n" + DO);
        all.put("two-hosts", "GET /two-hosts HTTP/1.1\r\n" + H + "Host: b.test\r\n" + DO);
        all.put("same-host-twice", "GET /same-host-twice HTTP/1.1\r\n" + H + H + DO);
        all.put("bad-host", "GET /bad-host HTTP/1.1\r\nHost: a b\r\n" + DO);
        all.put("empty-host", "GET /empty-host HTTP/1.1\r\nHost:\r\n" + DO);
        all.put("space-before-colon", "GET /space-before-colon HTTP/1.1\r\n" + H + "X-A : b\r\n" + DO);
        all.put("folded", "GET /folded HTTP/1.1\r\n" + H + "X-A: b\r\n c\r\n" + DO);
        all.put("empty-name", "GET /empty-name HTTP/1.1\r\n" + H + ": b\r\n" + DO);
        all.put("bad-name", "GET /bad-name HTTP/1.1\r\n" + H + "X(A: b\r\n" + DO);
        all.put("no-colon", "GET /no-colon HTTP/1.1\r\n" + H + "X-A\r\n" + DO);
        all.put("nul", "GET /nul HTTP/1.1\r\n" + H + "X-A: b\u0000c\r\n" + DO);
        all.put("control", "GET /control HTTP/1.1\r\n" + H + "X-A: b\u0001c\r\n" + DO);
        all.put("bare-cr", "GET /bare-cr HTTP/1.1\r\n" + H + "X-A: b\rc\r\n" + DO);
        all.put("bare-lf", "GET /bare-lf HTTP/1.1\n" + H + DO);
        all.put("lf-between-fields", "GET /lf-between-fields HTTP/1.1\r\nHost: a.test\n" + DO);
        all.put("two-spaces", "GET  /two-spaces HTTP/1.1\r\n" + H + DO);
        all.put("space-in-target", "GET /space-in-target x HTTP/1.1\r\n" + H + DO);
        all.put("no-version", "GET /no-version\r\n" + H + DO);
        all.put("bad-version", "GET /bad-version HTTP/1.x\r\n" + H + DO);
        all.put("version-3", "GET /version-3 HTTP/3.0\r\n" + H + DO);
        all.put("version-1.2", "GET /version-1.2 HTTP/1.2\r\n" + H + DO);
        all.put("lower-version", "GET /lower-version http/1.1\r\n" + H + DO);
        all.put("bad-method", "G(T /bad-method HTTP/1.1\r\n" + H + DO);
        all.put("relative", "GET relative HTTP/1.1\r\n" + H + DO);
        all.put("star", "GET * HTTP/1.1\r\n" + H + DO);
        all.put("star-options", "OPTIONS * HTTP/1.1\r\n" + H + DO);
        all.put("high-bytes-in-target", "GET /high-bytes-in-target\u00e9 HTTP/1.1\r\n" + H + DO);
        all.put(
                "te-and-cl",
                "POST /te-and-cl HTTP/1.1\r\n" + H + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n" + DO
                        + "0\r\n\r\n");
        all.put("te-1.0", "POST /te-1.0 HTTP/1.0\r\n" + H + "Transfer-Encoding: chunked\r\n" + DO + "0\r\n\r\n");
        all.put("te-gzip", "POST /te-gzip HTTP/1.1\r\n" + H + "Transfer-Encoding: gzip\r\n" + DO);
        all.put(
                "te-gzip-chunked",
                "POST /te-gzip-chunked HTTP/1.1\r\n" + H + "Transfer-Encoding: gzip, chunked\r\n" + DO + "0\r\n\r\n");
        all.put(
                "te-chunked-twice",
                "POST /te-chunked-twice HTTP/1.1\r\n" + H + "Transfer-Encoding: chunked, chunked\r\n" + DO
                        + "0\r\n\r\n");
        all.put("te-upper", "POST /te-upper HTTP/1.1\r\n" + H + "Transfer-Encoding: Chunked\r\n" + DO + "0\r\n\r\n");
        all.put("te-identity", "POST /te-identity HTTP/1.1\r\n" + H + "Transfer-Encoding: identity\r\n" + DO);
        all.put(
                "two-lengths",
                "POST /two-lengths HTTP/1.1\r\n" + H + "Content-Length: 1\r\nContent-Length: 2\r\n" + DO + "ab");
        all.put(
                "same-length-twice",
                "POST /same-length-twice HTTP/1.1\r\n" + H + "Content-Length: 1\r\nContent-Length: 1\r\n" + DO + "a");
        all.put("length-list", "POST /length-list HTTP/1.1\r\n" + H + "Content-Length: 1, 1\r\n" + DO + "a");
        all.put("length-sign", "POST /length-sign HTTP/1.1\r\n" + H + "Content-Length: +1\r\n" + DO + "a");
        all.put("length-negative", "POST /length-negative HTTP/1.1\r\n" + H + "Content-Length: -1\r\n" + DO);
        all.put("length-hex", "POST /length-hex HTTP/1.1\r\n" + H + "Content-Length: 0x1\r\n" + DO + "a");
        all.put(
                "length-overflow",
                "POST /length-overflow HTTP/1.1\r\n" + H + "Content-Length: 99999999999999999999\r\n" + DO);
        all.put("length-empty", "POST /length-empty HTTP/1.1\r\n" + H + "Content-Length:\r\n" + DO);
        all.put("chunk-bad", "POST /chunk-bad HTTP/1.1\r\n" + H + "Transfer-Encoding: chunked\r\n" + DO + "zz\r\n\r\n");
        all.put("absolute", "GET http://a.test/absolute HTTP/1.1\r\n" + H + DO);
        all.put("absolute-port", "GET http://a.test:80/absolute-port HTTP/1.1\r\n" + H + DO);
        all.put("absolute-other-host", "GET http://b.test/absolute-other-host HTTP/1.1\r\n" + H + DO);
        all.put("absolute-no-path", "GET http://a.test HTTP/1.1\r\n" + H + DO);
        all.put("absolute-1.0", "GET http://a.test/absolute-1.0 HTTP/1.0\r\n" + H + DO);
        all.put("https", "GET https://a.test/https HTTP/1.1\r\n" + H + DO);
        all.put("connect", "CONNECT a.test:443 HTTP/1.1\r\nHost: a.test:443\r\n" + DO);
        all.put("empty-line-first", "\r\nGET /empty-line-first HTTP/1.1\r\n" + H + DO);
        all.put("tls", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n");
        all.put("old-body", "DELETE /old-body HTTP/1.0\r\n" + H + "Content-Length: 3\r\n" + DO + "abc");
        all.put("many-fields", "GET /many-fields HTTP/1.1\r\n" + H + "A: b\r\n".repeat(150) + DO);
        all.put("long-target", "GET /" + "x".repeat(9_000) + " HTTP/1.1\r\n" + H + DO);
        all.put("long-head", "GET /long-head HTTP/1.1\r\n" + H + "A: " + "b".repeat(17_000) + "\r\n" + DO);
        return all;
    }

    @Override
    public String name() {
        return "refusals";
    }

    @Override
    public int cases() {
        return 200;
    }

    @Override
    public Case generate(long seed, RandomGenerator random) {
        Request wrong = Request.of(REQUESTS.get(name(seed)));
        Request before = Request.get("/before", "ok");
        return new Case(
                name(),
                seed,
                new Case.Listener(EDGE, List.of(), "§-b"),
                List.of(new Case.Backend("§-b", Both.NOTHING, List.of(Case.Server.plain(0)))),
                List.of(random.nextBoolean() ? Case.Conversation.of(wrong) : Case.Conversation.of(before, wrong)));
    }
}
