package io.tenbin.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How one of the usable endpoints is chosen (HAProxy's configuration manual, {@code balance}). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AlgorithmConfig.RoundRobin.class, name = "RoundRobin"),
    @JsonSubTypes.Type(value = AlgorithmConfig.StaticRoundRobin.class, name = "StaticRoundRobin"),
    @JsonSubTypes.Type(value = AlgorithmConfig.LeastConnections.class, name = "LeastConnections"),
    @JsonSubTypes.Type(value = AlgorithmConfig.First.class, name = "First"),
    @JsonSubTypes.Type(value = AlgorithmConfig.Random.class, name = "Random"),
    @JsonSubTypes.Type(value = AlgorithmConfig.PeakEwma.class, name = "PeakEWMA"),
    @JsonSubTypes.Type(value = AlgorithmConfig.ConsistentHash.class, name = "ConsistentHash"),
    @JsonSubTypes.Type(value = AlgorithmConfig.MapHash.class, name = "MapHash")
})
public sealed interface AlgorithmConfig {

    /** Each in turn, in proportion to its weight, evenly spread. */
    record RoundRobin() implements AlgorithmConfig {}

    /** Each in turn, in HAProxy's order of {@code static-rr}. */
    record StaticRoundRobin() implements AlgorithmConfig {}

    /** The one with the least work for its weight, queued work too; of equals the one chosen longest ago. */
    record LeastConnections() implements AlgorithmConfig {}

    /** The first in order that can take work. */
    record First() implements AlgorithmConfig {}

    /**
     * The least loaded of some that are drawn by weight.
     *
     * @param draws 1 to 16
     */
    record Random(int draws) implements AlgorithmConfig {
        public Random {
            Check.range("balance.draws", draws, 1, 16);
        }
    }

    /**
     * Of some that are drawn by weight the one that is expected to answer first.
     *
     * @param draws 1 to 16
     */
    record PeakEwma(int draws) implements AlgorithmConfig {
        public PeakEwma {
            Check.range("balance.draws", draws, 1, 16);
        }
    }

    /**
     * The same key to the same endpoint, in every proxy; only the keys of an endpoint that is lost move.
     *
     * @param key what is hashed
     * @param balanceFactor at most so many percent of its share of the work for each endpoint, 101 to 65535; 0 for no bound
     */
    record ConsistentHash(HashKeyConfig key, int balanceFactor) implements AlgorithmConfig {
        public ConsistentHash {
            if (balanceFactor != 0) {
                Check.range("balance.hash.balanceFactor", balanceFactor, 101, 65_535);
            }
        }
    }

    /**
     * The endpoint that HAProxy picks with {@code hash-type map-based}.
     *
     * @param key what is hashed
     */
    record MapHash(HashKeyConfig key) implements AlgorithmConfig {}
}
