package io.tenbin.proxy.match;

import io.tenbin.config.AclConfig;
import io.tenbin.config.MatcherConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The ACLs of a configuration, compiled once for all the rules that ask them. Immutable. */
public final class AclTable {
    /** Without any. */
    public static final AclTable EMPTY = new AclTable(List.of());

    private final List<AclConfig> configs;
    private final Map<String, AclConfig> byName;
    private final Map<String, Matcher<MatchInput>> ofRequests;
    private final Map<String, Matcher<ConnectionInput>> ofConnections;

    private AclTable(List<AclConfig> configs) {
        this.configs = configs;
        byName = configs.stream().collect(Collectors.toUnmodifiableMap(AclConfig::name, Function.identity()));
        ofRequests = configs.stream()
                .collect(Collectors.toUnmodifiableMap(
                        AclConfig::name,
                        acl -> any(acl.matchers().stream()
                                .<Matcher<? super MatchInput>>map(Matchers::ofRequest)
                                .toList())));
        ofConnections = configs.stream()
                .collect(Collectors.toUnmodifiableMap(
                        AclConfig::name,
                        acl -> any(acl.matchers().stream()
                                .map(Matchers::ofConnection)
                                .toList())));
    }

    /** The table for these; the previous one if it has the same. */
    public static AclTable of(List<AclConfig> configs, AclTable previous) {
        return configs.equals(previous.configs) ? previous : new AclTable(configs);
    }

    /** The Backends that these ACLs ask about. */
    public Set<String> backends(Set<String> names) {
        return names.stream()
                .flatMap(name -> config(name).matchers().stream())
                .filter(MatcherConfig.ServersUp.class::isInstance)
                .map(matcher -> ((MatcherConfig.ServersUp) matcher).backend())
                .collect(Collectors.toSet());
    }

    AclConfig config(String name) {
        return known(byName, name);
    }

    Matcher<MatchInput> ofRequest(String name) {
        return known(ofRequests, name);
    }

    Matcher<ConnectionInput> ofConnection(String name) {
        return known(ofConnections, name);
    }

    private static <V> V known(Map<String, V> map, String name) {
        V value = map.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no ACL " + name);
        }
        return value;
    }

    private static <I> Matcher<I> any(List<? extends Matcher<? super I>> matchers) {
        if (matchers.size() == 1) {
            return matchers.getFirst()::holds;
        }
        List<? extends Matcher<? super I>> all = List.copyOf(matchers);
        return input -> {
            for (int i = 0; i < all.size(); i++) {
                if (all.get(i).holds(input)) {
                    return true;
                }
            }
            return false;
        };
    }
}
