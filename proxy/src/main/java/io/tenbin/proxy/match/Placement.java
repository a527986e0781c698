package io.tenbin.proxy.match;

import io.tenbin.config.AclConfig;
import io.tenbin.config.MatchConfig.PathMatch;
import io.tenbin.config.MatchConfig.PathType;
import io.tenbin.config.MatcherConfig;
import io.tenbin.config.MatcherConfig.WordOperator;
import io.tenbin.config.TermConfig;
import io.tenbin.config.TextFetch.Source;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Where in the index a rule stands: the hosts and the paths outside of which it can never hold. What the short form says is
 * checked by standing there; what a condition says is checked again, since an ACL may say more than can be indexed.
 *
 * @param hosts empty: any host
 * @param paths empty: any path
 */
record Placement(Set<String> hosts, Set<PathKey> paths) {
    /** A rule stands at this many hosts and paths at most, else all tables would outgrow the rules. */
    private static final int MOST = 64;

    static Placement of(Rule<?> rule, AclTable acls) {
        Set<String> hosts = new LinkedHashSet<>(rule.match().hosts());
        Set<PathKey> paths = new LinkedHashSet<>();
        rule.match().paths().forEach(path -> paths.add(key(path)));
        return new Placement(
                hosts.isEmpty() ? implied(rule, acls, Placement::hosts) : hosts,
                paths.isEmpty() ? implied(rule, acls, Placement::paths) : paths);
    }

    /** What every alternative of the condition confines the request to; empty if one of them confines it to nothing. */
    private static <K> Set<K> implied(Rule<?> rule, AclTable acls, Function<MatcherConfig, Optional<Set<K>>> keys) {
        Set<K> all = new LinkedHashSet<>();
        for (List<TermConfig> terms : rule.condition().any()) {
            Optional<Set<K>> confined = terms.stream()
                    .filter(term -> !term.negated())
                    .map(term -> confined(acls.config(term.acl()), keys))
                    .flatMap(Optional::stream)
                    .findFirst();
            if (confined.isEmpty()) {
                return Set.of();
            }
            all.addAll(confined.get());
        }
        return all.size() > MOST ? Set.of() : all;
    }

    private static <K> Optional<Set<K>> confined(AclConfig acl, Function<MatcherConfig, Optional<Set<K>>> keys) {
        Set<K> all = new LinkedHashSet<>();
        for (MatcherConfig matcher : acl.matchers()) {
            Optional<Set<K>> some = keys.apply(matcher);
            if (some.isEmpty()) {
                return Optional.empty();
            }
            all.addAll(some.get());
        }
        return Optional.of(all);
    }

    private static Optional<Set<String>> hosts(MatcherConfig matcher) {
        if (!(matcher instanceof MatcherConfig.Words words)
                || words.fetch().source() != Source.HOST
                || words.values().contains("")) {
            return Optional.empty();
        }
        boolean indexed =
                words.operator() == WordOperator.HOST || (words.operator() == WordOperator.EXACT && plain(words));
        return indexed ? Optional.of(Set.copyOf(words.values())) : Optional.empty();
    }

    /** A host that is compared as a whole is no pattern, whatever it begins with. */
    private static boolean plain(MatcherConfig.Words words) {
        return !words.ignoreCase() && words.values().stream().noneMatch(host -> host.startsWith("*."));
    }

    private static Optional<Set<PathKey>> paths(MatcherConfig matcher) {
        if (!(matcher instanceof MatcherConfig.Words words)
                || words.fetch().source() != Source.PATH
                || words.ignoreCase()) {
            return Optional.empty();
        }
        return switch (words.operator()) {
            case EXACT -> Optional.of(keys(PathKey.Kind.WHOLE, words));
            case PREFIX -> Optional.of(keys(PathKey.Kind.BYTES, words));
            case SUFFIX, SUBSTRING, SUBDIR, DOMAIN, HOST -> Optional.empty();
        };
    }

    private static Set<PathKey> keys(PathKey.Kind kind, MatcherConfig.Words words) {
        Set<PathKey> keys = new LinkedHashSet<>();
        words.values().forEach(value -> keys.add(new PathKey(kind, value)));
        return keys;
    }

    /** {@code /b/} as a prefix means the same elements as {@code /b}. */
    private static PathKey key(PathMatch path) {
        if (path.type() == PathType.EXACT) {
            return new PathKey(PathKey.Kind.WHOLE, path.value());
        }
        boolean trailing = path.value().endsWith("/");
        return new PathKey(
                PathKey.Kind.ELEMENTS,
                trailing ? path.value().substring(0, path.value().length() - 1) : path.value());
    }
}
