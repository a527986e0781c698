package io.tenbin.proxy.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Generates the cases of one part of what a proxy does. */
interface Area {
    /** What an edge listener does with claims of strangers, in HAProxy's words; Tenbin does it unasked. */
    Both EDGE = new Both("""
            http-request set-header X-Forwarded-Proto http
            http-request set-header X-Forwarded-Port %[dst_port]
            http-request del-header X-Forwarded-Host
            http-request set-header X-Forwarded-Host %[req.hdr(host)] if { req.hdr(host) -m found }
            http-request del-header X-Forwarded-For
            http-request del-header Forwarded
            http-request del-header X-Real-IP
            http-request del-header Proxy
            option forwardfor""", "");

    String name();

    /** How many there are unless a number is given. */
    int cases();

    Case generate(long seed, RandomGenerator random);

    static <T> T one(RandomGenerator random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    static <T> List<T> some(RandomGenerator random, int most, List<T> of) {
        List<T> chosen = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            T candidate = one(random, of);
            if (!chosen.contains(candidate)) {
                chosen.add(candidate);
            }
        }
        return chosen;
    }

    static boolean chance(RandomGenerator random, double probability) {
        return random.nextDouble() < probability;
    }
}
