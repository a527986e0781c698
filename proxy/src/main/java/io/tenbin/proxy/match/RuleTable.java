package io.tenbin.proxy.match;

import io.netty.util.AsciiString;
import io.tenbin.proxy.match.SliceMap.Direction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rules in order, of which the first that matches decides. Ten thousand cost about as much as one: rules are found by host,
 * and there by path, also those whose conditions imply a host or a path; only those that host and path leave are looked at one
 * by one, in order, for the rest.
 *
 * <p>A question allocates nothing. Thread-safe.
 *
 * @param <T> what a rule leads to
 */
public final class RuleTable<T> {
    private final List<Rule<T>> rules;
    private final SliceMap<PathIndex> exactHosts;

    /** By the suffix with its leading dot. */
    private final SliceMap<PathIndex> suffixHosts;

    private final PathIndex anyHost;

    private RuleTable(List<Rule<T>> rules, Map<String, PathIndex.Builder> hosts) {
        this.rules = rules;
        Map<String, PathIndex> exact = new HashMap<>();
        Map<String, PathIndex> suffix = new HashMap<>();
        hosts.forEach((host, index) -> {
            if (host.startsWith("*.")) {
                suffix.put(host.substring(1), index.build());
            } else if (!host.isEmpty()) {
                exact.put(host, index.build());
            }
        });
        exactHosts = new SliceMap<>(exact, Direction.BACKWARD);
        suffixHosts = new SliceMap<>(suffix, Direction.BACKWARD);
        PathIndex.Builder any = hosts.get("");
        anyHost = any == null ? new PathIndex.Builder().build() : any.build();
    }

    /** Compiles the rules, whose conditions ask these ACLs. */
    public static <T> RuleTable<T> compile(List<Rule<T>> rules, AclTable acls) {
        Map<String, PathIndex.Builder> hosts = new HashMap<>();
        for (int position = 0; position < rules.size(); position++) {
            Rule<T> rule = rules.get(position);
            Candidate candidate = new Candidate(position, rule, acls);
            Placement place = Placement.of(rule, acls);
            for (String host : place.hosts().isEmpty() ? Set.of("") : place.hosts()) {
                hosts.computeIfAbsent(host, key -> new PathIndex.Builder()).add(place.paths(), candidate);
            }
        }
        return new RuleTable<>(List.copyOf(rules), hosts);
    }

    /** The target of the first rule that matches, null if none does. */
    public @Nullable T match(MatchInput input) {
        int first = anyHost.first(input, Candidate.NONE);
        AsciiString host = input.host();
        byte[] bytes = host.array();
        int from = host.arrayOffset();
        int end = from + host.length();
        int hash = 0;
        for (int i = end - 1; i >= from; i--) {
            hash = SliceMap.hash(hash, bytes[i]);
            // One label or more stands before the suffix, so its dot is not the first byte.
            if (bytes[i] == '.' && i > from) {
                first = first(suffixHosts.get(bytes, i, end, hash), input, first);
            }
        }
        first = first(exactHosts.get(bytes, from, end, hash), input, first);
        return first == Candidate.NONE ? null : rules.get(first).target();
    }

    private static int first(@Nullable PathIndex index, MatchInput input, int before) {
        return index == null ? before : index.first(input, before);
    }
}
