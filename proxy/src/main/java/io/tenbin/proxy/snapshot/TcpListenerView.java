package io.tenbin.proxy.snapshot;

import io.tenbin.config.TcpListenerConfig;
import io.tenbin.config.TcpRuleConfig;
import io.tenbin.proxy.match.AclTable;
import io.tenbin.proxy.match.ConnectionInput;
import io.tenbin.proxy.match.ConnectionRules;
import io.tenbin.proxy.match.ConnectionRules.ConnectionRule;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A TCP listener with its rules compiled. */
public final class TcpListenerView implements ListenerView {
    private static final TcpRoute REJECT = new TcpRoute.Reject();

    private final TcpListenerConfig config;
    private final AclTable acls;
    private final Map<TcpRuleConfig, TcpTarget> targets;
    private final ConnectionRules<TcpTarget> rules;
    private final Map<String, BackendView> backends;

    private TcpListenerView(
            TcpListenerConfig config,
            AclTable acls,
            Map<String, BackendView> backends,
            Map<TcpRuleConfig, TcpTarget> before) {
        this.config = config;
        this.acls = acls;
        this.backends = backends;
        this.targets = targets(config, before);
        this.rules = ConnectionRules.compile(
                config.rules().stream()
                        .map(rule -> new ConnectionRule<>(rule.condition(), Objects.requireNonNull(targets.get(rule))))
                        .toList(),
                acls);
    }

    /**
     * Makes the view.
     *
     * @param acls all that the rules ask
     * @param backends by name, at least all that the listener refers to
     * @param previous the listener's view until now, which stays if all is the same
     */
    static TcpListenerView of(
            TcpListenerConfig config,
            AclTable acls,
            Map<String, BackendView> backends,
            @Nullable ListenerView previous) {
        if (!(previous instanceof TcpListenerView before)) {
            return new TcpListenerView(config, acls, backends, Map.of());
        }
        return before.acls == acls && before.config.equals(config) && before.backends.equals(backends)
                ? before
                : new TcpListenerView(config, acls, backends, before.targets);
    }

    @Override
    public TcpListenerConfig config() {
        return config;
    }

    /** What the first rule says that holds, else that the connection goes to the default Backend. One call per connection. */
    public TcpRoute route(ConnectionInput connection) {
        TcpTarget target = rules.match(connection);
        String name = target == null ? config.backend() : target.next();
        if (name == null) {
            return REJECT;
        }
        BackendView backend = Objects.requireNonNull(backends.get(name), name);
        return new TcpRoute.To(keeps(backend, connection) ? backend : backend.orFallback(backends));
    }

    /** Whether the client belongs to a server that still serves what belongs to it: that is no new work, as over HTTP. */
    private static boolean keeps(BackendView backend, ConnectionInput connection) {
        StickServers sticks = backend.usable().isEmpty() ? backend.sticks() : null;
        return sticks != null && sticks.endpoint(connection.sourceAddress()) != null;
    }

    @Override
    public AclTable acls() {
        return acls;
    }

    @Override
    public int serversUp(String name) {
        BackendView view = backends.get(name);
        return view == null ? 0 : view.usable().size();
    }

    /** A rule that stays, wherever it stands now, keeps its target. */
    private static Map<TcpRuleConfig, TcpTarget> targets(
            TcpListenerConfig config, Map<TcpRuleConfig, TcpTarget> before) {
        Map<TcpRuleConfig, TcpTarget> targets = new HashMap<>();
        for (TcpRuleConfig rule : config.rules()) {
            TcpTarget known = before.get(rule);
            targets.putIfAbsent(rule, known == null ? TcpTarget.of(rule.action()) : known);
        }
        return targets;
    }
}
