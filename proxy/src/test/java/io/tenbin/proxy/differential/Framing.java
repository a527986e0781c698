package io.tenbin.proxy.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Bodies and their ends, versions, and what becomes of connections: methods, lengths and chunks both ways, {@code Expect}. */
final class Framing implements Area {
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");
    private static final List<String> TARGETS = List.of("/", "/a?b", "/%41", "//x", "/a/../b", "/?", "/a#b");
    private static final List<String> FIELDS = List.of(
            "X-Twice: 1",
            "X-Twice: 2",
            "Accept-Encoding: gzip",
            "Connection: X-Mine",
            "X-Mine: gone",
            "TE: trailers",
            "Keep-Alive: timeout=3",
            "Cookie: a=b; c=d",
            "Cookie: e=f",
            "X-Empty:",
            "X-Space:   a  b  ",
            "Upgrade: nothing",
            "Cache-Control: no-cache");

    @Override
    public String name() {
        return "framing";
    }

    @Override
    public int cases() {
        return 480;
    }

    @Override
    public Case generate(long seed, RandomGenerator random) {
        List<Request> requests = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            requests.add(request(random, i == 1));
        }
        int servers = 1 + random.nextInt(2);
        List<Case.Server> all = new ArrayList<>();
        for (int i = 0; i < servers; i++) {
            all.add(Case.Server.plain(i));
        }
        return new Case(
                name(),
                seed,
                new Case.Listener(EDGE, List.of(), "§-b"),
                List.of(new Case.Backend("§-b", Both.NOTHING, all)),
                List.of(new Case.Conversation("127.0.0.1", requests)));
    }

    private static Request request(RandomGenerator random, boolean last) {
        String version = Area.chance(random, 0.15) ? "HTTP/1.0" : "HTTP/1.1";
        boolean old = version.equals("HTTP/1.0");
        String method = Area.one(random, old ? List.of("GET", "HEAD", "POST") : METHODS);
        StringBuilder head = new StringBuilder(method + " " + Area.one(random, TARGETS) + " " + version + "\r\n");
        if (!old || Area.chance(random, 0.5)) {
            head.append("Host: a.test\r\n");
        }
        Area.some(random, 3, FIELDS).forEach(field -> head.append(field).append("\r\n"));
        if (Area.chance(random, 0.15)) {
            head.append(old ? "Connection: keep-alive\r\n" : "Connection: close\r\n");
        }
        // HAProxy sends chunks to clients of HTTP/1.0 too, which RFC 9112 section 6.1 forbids: nothing to compare.
        String how =
                old ? Area.one(random, List.of("ok", "zero", "cookies", "status=404", "large")) : answer(random, last);
        boolean expects = false;
        String body = "";
        boolean takesBody = List.of("POST", "PUT", "PATCH", "DELETE").contains(method);
        if (takesBody && !old && Area.chance(random, 0.4)) {
            head.append("Transfer-Encoding: chunked\r\n");
            body = Area.one(
                    random,
                    List.of(
                            "0\r\n\r\n",
                            "3\r\nabc\r\n0\r\n\r\n",
                            "1;ext=1\r\na\r\n2\r\nbc\r\n0\r\n\r\n",
                            "2\r\nab\r\n0\r\nX-Trailer: t\r\n\r\n",
                            "00a\r\n0123456789\r\n0\r\n\r\n"));
        } else if (takesBody) {
            body = "x".repeat(random.nextInt(3) * random.nextInt(40));
            head.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        if (!body.isEmpty() && !old && Area.chance(random, 0.15)) {
            head.append("Expect: 100-continue\r\n");
            expects = true;
            how = "continue";
        }
        head.append(Origins.INSTRUCTION).append(": ").append(how).append("\r\n\r\n");
        boolean isHead = method.equals("HEAD");
        return expects ? new Request(head.toString(), isHead, body) : new Request(head + body, isHead, "");
    }

    /** One that may end the connection on one side only comes last. */
    private static String answer(RandomGenerator random, boolean last) {
        if (last && Area.chance(random, 0.1)) {
            return "close";
        }
        if (Area.chance(random, 0.3)) {
            return Area.one(random, List.of("status=204", "not-modified", "status=201", "status=404", "status=500"));
        }
        return Area.one(random, Instruction.ANSWERS);
    }
}
