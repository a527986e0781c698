package io.tenbin.proxy.differential;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Which timeout ends what, with which status and which termination state. The times are far from each other, so that the one that
 * fired shows in how long the client waited.
 */
final class Timeouts implements Area {
    /** What a timeout may be, in milliseconds. */
    static final List<Integer> TIMES = List.of(300, 1_000, 2_200);

    private static final String HALF = "GET / HTTP/1.1\r\nHost: a.te";

    @Override
    public String name() {
        return "timeouts";
    }

    @Override
    public int cases() {
        return 60;
    }

    @Override
    public Case generate(long seed, RandomGenerator random) {
        List<Integer> times = new ArrayList<>(TIMES);
        Collections.shuffle(times, new java.util.Random(seed));
        int client = times.get(0);
        int httpRequest = times.get(1);
        int keepAlive = times.get(2);
        int server = Area.one(random, TIMES);
        int tunnel = Area.one(random, TIMES);
        Both listener = new Both(
                "timeout client " + client + "\ntimeout http-request " + httpRequest + "\ntimeout http-keep-alive "
                        + keepAlive,
                "timeouts: {client: " + client + "ms, httpRequest: " + httpRequest + "ms, httpKeepAlive: " + keepAlive
                        + "ms}");
        Both backend = new Both(
                "timeout server " + server + "\ntimeout tunnel " + tunnel + "\ntimeout connect 300\nretries 0",
                "timeouts: {server: " + server + "ms, tunnel: " + tunnel + "ms, connect: 300ms}, retries: {count: 0}");
        String silent = Area.one(random, List.of("mute", "mute-head", "mute-body", "mute-chunk"));
        List<Request> requests = switch (random.nextInt(6)) {
            case 0 -> List.of(Request.of(""));
            case 1 -> List.of(Request.of(HALF));
            case 2 -> List.of(Request.get("/", "ok"), Request.of(""));
            case 3 -> List.of(Request.get("/", "ok"), Request.of(HALF));
            case 4 -> List.of(Request.get("/", "upgrade", "Connection: upgrade", "Upgrade: x"));
            default -> List.of(Request.get("/", silent));
        };
        int origin = Area.chance(random, 0.15) ? Origins.UNREACHABLE : 0;
        return new Case(
                name(),
                seed,
                new Case.Listener(EDGE.and(listener), List.of(), "§-b"),
                List.of(new Case.Backend("§-b", backend, List.of(new Case.Server("s0", origin, Both.NOTHING)))),
                List.of(new Case.Conversation("127.0.0.1", requests)));
    }
}
