package io.tenbin.proxy.snapshot;

import io.tenbin.config.CookieConfig;
import io.tenbin.proxy.upstream.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which members of a Backend the values of its cookie mean. */
public final class CookieServers {
    private final CookieConfig config;
    private final Map<String, List<Member>> byValue = new HashMap<>();
    private final Map<Endpoint, String> values = new HashMap<>();
    private final Set<Endpoint> endpoints = new HashSet<>();

    CookieServers(CookieConfig config, List<Member> members) {
        this.config = config;
        for (Member member : members) {
            String value = member.cookie();
            endpoints.add(member.endpoint());
            if (value != null) {
                byValue.computeIfAbsent(value, key -> new ArrayList<>(1)).add(member);
                values.putIfAbsent(member.endpoint(), value);
            }
        }
    }

    public CookieConfig config() {
        return config;
    }

    /** Whether the endpoint was there when this was made: of one that came later, nothing is known here. */
    public boolean covers(Endpoint endpoint) {
        return endpoints.contains(endpoint);
    }

    /** Whether any server has this value. */
    public boolean knows(String value) {
        return byValue.containsKey(value);
    }

    /** The first server of this value that can take what sticks to it, a backup or one of weight 0 too; null if none can. */
    public @Nullable Endpoint endpoint(String value) {
        for (Member member : byValue.getOrDefault(value, List.of())) {
            if (member.persists()) {
                return member.endpoint();
            }
        }
        return null;
    }

    /** The value that means this endpoint; null if none does. */
    public @Nullable String value(Endpoint endpoint) {
        return values.get(endpoint);
    }
}
