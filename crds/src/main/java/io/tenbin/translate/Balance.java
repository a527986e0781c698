package io.tenbin.translate;

import io.tenbin.api.v1alpha1.BackendSpec;
import io.tenbin.api.v1alpha1.BalanceSpec;
import io.tenbin.api.v1alpha1.EndpointOverrideSpec;
import io.tenbin.api.v1alpha1.HashSpec;
import io.tenbin.api.v1alpha1.UriHashSpec;
import io.tenbin.config.AlgorithmConfig;
import io.tenbin.config.BalanceConfig;
import io.tenbin.config.EndpointOverride;
import io.tenbin.config.HashKeyConfig;
import io.tenbin.config.ServerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which endpoints of a Backend work is given to. */
final class Balance {
    private static final Set<String> HASHES = Set.of("Source", "URI", "Header", "QueryParameter", "Cookie");
    private static final Set<String> SLOW_STARTERS = Set.of("RoundRobin", "LeastConnections", "Random", "PeakEWMA");
    private static final BalanceSpec NOTHING = new BalanceSpec(null, null, null, null, null, null, null);

    private Balance() {}

    static BalanceConfig of(BackendSpec spec, @Nullable String fallback, Findings findings) {
        BalanceSpec balance = Objects.requireNonNullElse(spec.balance(), NOTHING);
        boolean table = spec.persistence() != null && spec.persistence().stickOn() != null;
        String algorithm =
                Objects.requireNonNullElse(balance.algorithm(), table ? Defaults.STICKY_ALGORITHM : Defaults.ALGORITHM);
        check(balance, algorithm, findings);
        if (table) {
            leadsAlike(spec, balance, algorithm, findings);
        }
        if ("TCP".equals(spec.mode()) && HASHES.contains(algorithm) && !algorithm.equals("Source")) {
            findings.invalid("spec.balance.algorithm", BackendSpec.ALGORITHM_NEEDS_HTTP);
        }
        if (spec.slowStart() != null && !table && !SLOW_STARTERS.contains(algorithm)) {
            findings.invalid("spec.slowStart", BackendSpec.SLOW_START_NEEDS_ALGORITHM + ", found " + algorithm);
        }
        return new BalanceConfig(
                algorithm(balance, algorithm),
                Boolean.TRUE.equals(spec.allBackups()),
                fallback,
                findings.positive("spec.slowStart", spec.slowStart(), Duration.ZERO),
                overrides(spec.endpointOverrides(), findings));
    }

    /** With a table of clients, whatever would lead a newcomer to different servers in different proxies is refused. */
    private static void leadsAlike(BackendSpec spec, BalanceSpec balance, String algorithm, Findings findings) {
        if (!algorithm.equals("Source")) {
            findings.invalid("spec", BackendSpec.STICK_ON_NEEDS_SOURCE + ", found algorithm " + algorithm);
        } else if (balance.hash() != null && "Map".equals(balance.hash().type())) {
            findings.invalid("spec", BackendSpec.STICK_ON_NEEDS_SOURCE + ", found hash type Map");
        } else if (spec.slowStart() != null) {
            findings.invalid("spec", BackendSpec.STICK_ON_NEEDS_SOURCE + ", found slowStart " + spec.slowStart());
        }
    }

    private static List<EndpointOverride> overrides(List<EndpointOverrideSpec> specs, Findings findings) {
        List<EndpointOverride> overrides = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            EndpointOverrideSpec spec = specs.get(i);
            if (spec.state() == null && spec.weight() == null) {
                findings.invalid("spec.endpointOverrides[" + i + "]", EndpointOverrideSpec.STATE_OR_WEIGHT);
            }
            overrides.add(
                    new EndpointOverride(spec.pod(), spec.state() == null ? null : state(spec.state()), spec.weight()));
        }
        return overrides;
    }

    /** What the operator of a server wants of it. */
    static ServerOptions.State state(@Nullable String word) {
        return switch (word) {
            case "Drain" -> ServerOptions.State.DRAIN;
            case "Maint" -> ServerOptions.State.MAINT;
            case null, default -> ServerOptions.State.READY;
        };
    }

    private static AlgorithmConfig algorithm(BalanceSpec spec, String algorithm) {
        int draws = Objects.requireNonNullElse(spec.draws(), Defaults.DRAWS);
        return switch (algorithm) {
            case "StaticRoundRobin" -> new AlgorithmConfig.StaticRoundRobin();
            case "LeastConnections" -> new AlgorithmConfig.LeastConnections();
            case "First" -> new AlgorithmConfig.First();
            case "Random" -> new AlgorithmConfig.Random(draws);
            case "PeakEWMA" -> new AlgorithmConfig.PeakEwma(draws);
            case "Source" -> hash(spec.hash(), new HashKeyConfig.Source());
            case "URI" -> hash(spec.hash(), uri(spec.uri()));
            case "Header" ->
                spec.header() == null
                        ? new AlgorithmConfig.RoundRobin()
                        : hash(
                                spec.hash(),
                                new HashKeyConfig.Header(spec.header().name()));
            case "QueryParameter" ->
                spec.queryParameter() == null
                        ? new AlgorithmConfig.RoundRobin()
                        : hash(
                                spec.hash(),
                                new HashKeyConfig.QueryParameter(
                                        spec.queryParameter().name()));
            case "Cookie" ->
                spec.cookie() == null
                        ? new AlgorithmConfig.RoundRobin()
                        : hash(
                                spec.hash(),
                                new HashKeyConfig.Cookie(spec.cookie().name()));
            default -> new AlgorithmConfig.RoundRobin();
        };
    }

    private static AlgorithmConfig hash(@Nullable HashSpec spec, HashKeyConfig key) {
        if (spec != null && "Map".equals(spec.type())) {
            return new AlgorithmConfig.MapHash(key);
        }
        Integer factor = spec == null ? null : spec.balanceFactor();
        return new AlgorithmConfig.ConsistentHash(key, factor == null || factor <= 100 ? 0 : factor);
    }

    private static HashKeyConfig uri(@Nullable UriHashSpec spec) {
        return spec == null
                ? new HashKeyConfig.Uri(0, 0, false, true)
                : new HashKeyConfig.Uri(
                        Objects.requireNonNullElse(spec.length(), 0),
                        Objects.requireNonNullElse(spec.depth(), 0),
                        Boolean.TRUE.equals(spec.whole()),
                        !Boolean.FALSE.equals(spec.pathOnly()));
    }

    /** The same rules, in the same words, as the schema's. */
    private static void check(BalanceSpec spec, String algorithm, Findings findings) {
        require(spec.uri() == null || algorithm.equals("URI"), BalanceSpec.URI_NEEDS_ALGORITHM, findings);
        require((spec.header() != null) == algorithm.equals("Header"), BalanceSpec.HEADER_AND_ALGORITHM, findings);
        require(
                (spec.queryParameter() != null) == algorithm.equals("QueryParameter"),
                BalanceSpec.PARAMETER_AND_ALGORITHM,
                findings);
        require((spec.cookie() != null) == algorithm.equals("Cookie"), BalanceSpec.COOKIE_AND_ALGORITHM, findings);
        require(
                spec.draws() == null || algorithm.equals("Random") || algorithm.equals("PeakEWMA"),
                BalanceSpec.DRAWS_NEED_ALGORITHM,
                findings);
        require(spec.hash() == null || HASHES.contains(algorithm), BalanceSpec.HASH_NEEDS_ALGORITHM, findings);
        if (spec.hash() != null) {
            checkFactor(spec.hash(), findings);
        }
    }

    private static void checkFactor(HashSpec spec, Findings findings) {
        int factor = Objects.requireNonNullElse(spec.balanceFactor(), 0);
        if (factor > 0 && factor <= 100) {
            findings.invalid("spec.balance.hash", HashSpec.FACTOR_ABOVE_100 + ", found " + factor);
        }
        if (factor > 0 && "Map".equals(spec.type())) {
            findings.invalid("spec.balance.hash", HashSpec.FACTOR_NEEDS_CONSISTENT);
        }
    }

    private static void require(boolean holds, String otherwise, Findings findings) {
        if (!holds) {
            findings.invalid("spec.balance", otherwise);
        }
    }
}
