package io.tenbin.proxy.snapshot;

import io.tenbin.config.ErrorPagesConfig;
import io.tenbin.config.HttpListenerConfig;
import io.tenbin.config.RuleConfig;
import io.tenbin.proxy.compress.CompressionRule;
import io.tenbin.proxy.edit.MessageEdits;
import io.tenbin.proxy.match.AclTable;
import io.tenbin.proxy.match.MatchInput;
import io.tenbin.proxy.match.Rule;
import io.tenbin.proxy.match.RuleTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An HTTP listener with its rules compiled. */
public final class HttpListenerView implements ListenerView {
    private final HttpListenerConfig config;
    private final AclTable acls;
    private final Map<RuleConfig, RuleTarget> targets;
    private final RuleTable<RuleTarget> rules;
    private final RuleTarget otherwise;
    private final MessageEdits edits;
    private final Map<Integer, StoredAnswer> errorPages;
    private final @Nullable CompressionRule compression;
    private final Map<String, BackendView> backends;

    private HttpListenerView(
            HttpListenerConfig config,
            AclTable acls,
            Map<String, BackendView> backends,
            @Nullable HttpListenerView before) {
        this.config = config;
        this.acls = acls;
        this.backends = backends;
        this.otherwise = new RuleTarget.One(config.defaultBackend(), ForwardPolicy.NONE);
        this.edits = MessageEdits.compile(config.headers());
        this.errorPages = errorPages(config.http().errorPages());
        this.compression = config.http().compression() == null
                ? null
                : new CompressionRule(config.http().compression());
        if (before != null && before.acls == acls && before.config.rules().equals(config.rules())) {
            this.targets = before.targets;
            this.rules = before.rules;
        } else {
            this.targets = targets(config, before == null ? Map.of() : before.targets);
            this.rules = RuleTable.compile(
                    config.rules().stream()
                            .map(rule -> new Rule<>(
                                    rule.match(), rule.condition(), Objects.requireNonNull(targets.get(rule))))
                            .toList(),
                    acls);
        }
    }

    /**
     * Makes the view.
     *
     * @param acls all that the rules ask
     * @param backends by name, at least all that the listener refers to
     * @param previous the listener's view until now: what was compiled is taken over where rules and ACLs are the same
     */
    static HttpListenerView of(
            HttpListenerConfig config,
            AclTable acls,
            Map<String, BackendView> backends,
            @Nullable ListenerView previous) {
        if (!(previous instanceof HttpListenerView before)) {
            return new HttpListenerView(config, acls, backends, null);
        }
        return before.acls == acls && before.config.equals(config) && before.backends.equals(backends)
                ? before
                : new HttpListenerView(config, acls, backends, before);
    }

    @Override
    public HttpListenerConfig config() {
        return config;
    }

    /** What is changed of every request and of its answer. */
    public MessageEdits edits() {
        return edits;
    }

    /** The Backend of this name; null if the listener refers to none such. */
    public @Nullable BackendView backend(String name) {
        return backends.get(name);
    }

    /** What clients see in place of the proxy's own answer of this status; null for its own words. */
    public @Nullable StoredAnswer errorPage(int status) {
        return errorPages.isEmpty() ? null : errorPages.get(status);
    }

    /** Which answers are compressed; null for none. */
    public @Nullable CompressionRule compression() {
        return compression;
    }

    /** What the first rule says that holds, else that the request goes to the default Backend. One call per request. */
    public HttpAction route(MatchInput request) {
        RuleTarget target = rules.match(request);
        return (target == null ? otherwise : target).next(backends);
    }

    /** Where work goes that belongs to no server of this Backend: the Backend itself, or its fallback while nobody takes any. */
    public BackendView forNewWork(BackendView backend) {
        return backend.orFallback(backends);
    }

    private static Map<Integer, StoredAnswer> errorPages(@Nullable ErrorPagesConfig config) {
        return config == null
                ? Map.of()
                : config.pages().stream().collect(Collectors.toMap(ErrorPagesConfig.Page::status, StoredAnswer::of));
    }

    /** A rule that stays, wherever it stands now, keeps its target. */
    private static Map<RuleConfig, RuleTarget> targets(HttpListenerConfig config, Map<RuleConfig, RuleTarget> before) {
        Map<RuleConfig, RuleTarget> targets = new HashMap<>();
        for (RuleConfig rule : config.rules()) {
            RuleTarget known = before.get(rule);
            targets.putIfAbsent(rule, known == null ? RuleTarget.of(rule.action()) : known);
        }
        return targets;
    }

    @Override
    public AclTable acls() {
        return acls;
    }

    @Override
    public int serversUp(String backend) {
        BackendView view = backends.get(backend);
        return view == null ? 0 : view.usable().size();
    }
}
