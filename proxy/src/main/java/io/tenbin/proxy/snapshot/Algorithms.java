package io.tenbin.proxy.snapshot;

import io.netty.util.AsciiString;
import io.tenbin.config.AlgorithmConfig;
import io.tenbin.config.HashKeyConfig;
import io.tenbin.proxy.balance.Algorithm;
import io.tenbin.proxy.balance.ConsistentHash;
import io.tenbin.proxy.balance.Draws;
import io.tenbin.proxy.balance.First;
import io.tenbin.proxy.balance.HashKey;
import io.tenbin.proxy.balance.LeastConnections;
import io.tenbin.proxy.balance.MapHash;
import io.tenbin.proxy.balance.RoundRobin;
import io.tenbin.proxy.balance.StaticRoundRobin;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** From the configuration of an algorithm to the algorithm. */
final class Algorithms {
    private Algorithms() {}

    /**
     * The algorithm over the usable members.
     *
     * @param members all of them, by whose weights HAProxy divides when it fills its map
     * @param cursor what goes on from list to list
     */
    static Algorithm<Member> of(AlgorithmConfig config, List<Member> usable, List<Member> members, AtomicLong cursor) {
        return switch (config) {
            case AlgorithmConfig.RoundRobin roundRobin -> new RoundRobin<>(usable, cursor);
            case AlgorithmConfig.StaticRoundRobin roundRobin ->
                new StaticRoundRobin<>(usable, divisor(members), cursor);
            case AlgorithmConfig.LeastConnections least -> new LeastConnections<>(usable, cursor);
            case AlgorithmConfig.First first -> new First<>(usable);
            case AlgorithmConfig.Random random ->
                new Draws<>(usable, random.draws(), Draws.Cost.LOAD, ThreadLocalRandom::current);
            case AlgorithmConfig.PeakEwma ewma ->
                new Draws<>(usable, ewma.draws(), Draws.Cost.LATENCY, ThreadLocalRandom::current);
            case AlgorithmConfig.ConsistentHash hash ->
                new ConsistentHash<>(usable, key(hash.key()), hash.balanceFactor(), cursor);
            case AlgorithmConfig.MapHash hash -> new MapHash<>(usable, key(hash.key()), divisor(members), cursor);
        };
    }

    private static HashKey key(HashKeyConfig config) {
        return switch (config) {
            case HashKeyConfig.Source source -> new HashKey.Source();
            case HashKeyConfig.Uri uri -> new HashKey.Uri(uri.length(), uri.depth(), uri.whole(), uri.pathOnly());
            case HashKeyConfig.Header header -> new HashKey.Header(new AsciiString(header.name()));
            case HashKeyConfig.QueryParameter parameter -> new HashKey.QueryParameter(parameter.name());
            case HashKeyConfig.Cookie cookie -> new HashKey.Cookie(new AsciiString(cookie.name()));
        };
    }

    /** The greatest common divisor of all weights but zero; 1 if there is none. */
    private static int divisor(List<Member> members) {
        int divisor = 0;
        for (Member member : members) {
            divisor = gcd(divisor, member.share());
        }
        return Math.max(1, divisor);
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
