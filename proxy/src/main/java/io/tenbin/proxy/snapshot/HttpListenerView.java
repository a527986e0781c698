package io.tenbin.proxy.snapshot;

import io.tenbin.config.HttpListenerConfig;
import io.tenbin.config.RuleConfig;
import io.tenbin.proxy.match.MatchInput;
import io.tenbin.proxy.match.Rule;
import io.tenbin.proxy.match.RuleTable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An HTTP listener with its rules compiled. */
public final class HttpListenerView implements ListenerView {
    private final HttpListenerConfig config;
    private final RuleTable<String> rules;
    private final Map<String, BackendView> backends;

    private HttpListenerView(HttpListenerConfig config, RuleTable<String> rules, Map<String, BackendView> backends) {
        this.config = config;
        this.rules = rules;
        this.backends = backends;
    }

    /**
     * Makes the view.
     *
     * @param backends by name, at least all that the listener refers to
     * @param previous the listener's view until now: its rule table is taken over if the rules are the same
     */
    static HttpListenerView of(
            HttpListenerConfig config, Map<String, BackendView> backends, @Nullable ListenerView previous) {
        if (!(previous instanceof HttpListenerView before)) {
            return new HttpListenerView(config, compile(config), backends);
        }
        if (before.config.equals(config) && before.backends.equals(backends)) {
            return before;
        }
        boolean sameRules = before.config.rules().equals(config.rules());
        return new HttpListenerView(config, sameRules ? before.rules : compile(config), backends);
    }

    @Override
    public HttpListenerConfig config() {
        return config;
    }

    /** The Backend of the first rule that matches, else the default one; null if there is none, which means 503. */
    public @Nullable BackendView route(MatchInput request) {
        String name = rules.match(request);
        if (name == null) {
            name = config.defaultBackend();
        }
        return name == null ? null : backends.get(name);
    }

    private static RuleTable<String> compile(HttpListenerConfig config) {
        return RuleTable.compile(
                config.rules().stream().map(HttpListenerView::rule).toList());
    }

    private static Rule<String> rule(RuleConfig rule) {
        return new Rule<>(rule.match(), rule.backend());
    }
}
