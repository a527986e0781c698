package io.tenbin.translate;

import io.tenbin.api.v1alpha1.HeaderSpec;
import io.tenbin.api.v1alpha1.ListenerSpec;
import io.tenbin.api.v1alpha1.MirrorSpec;
import io.tenbin.api.v1alpha1.RateLimitSpec;
import io.tenbin.api.v1alpha1.RedirectSpec;
import io.tenbin.api.v1alpha1.RespondSpec;
import io.tenbin.api.v1alpha1.RuleSpec;
import io.tenbin.config.HeaderConfig;
import io.tenbin.config.MirrorConfig;
import io.tenbin.config.RateLimitConfig;
import io.tenbin.config.RuleAction;
import io.tenbin.config.RuleAction.WeightedBackend;
import io.tenbin.schema.Quoted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What a rule does. */
final class ActionTranslator {
    /** Stands for the action of a rule that is not valid; such a spec is not used. */
    private static final RuleAction NONE = new RuleAction.Respond(503, List.of(), "");

    private static final List<Integer> REDIRECTS = List.of(301, 302, 303, 307, 308);

    private final Findings findings;
    private final HeaderTranslator headers;

    ActionTranslator(Findings findings) {
        this.findings = findings;
        this.headers = new HeaderTranslator(findings);
    }

    /** Whether the rule does exactly one thing; reports it if not. */
    static boolean isOne(String path, RuleSpec spec, Findings findings) {
        long actions = Stream.of(spec.backend(), spec.backends(), spec.respond(), spec.redirect(), spec.reject())
                .filter(action -> action != null)
                .count();
        if (actions != 1) {
            findings.invalid(path, RuleSpec.ONE_ACTION + ", found " + (actions == 0 ? "none" : actions));
        }
        return actions == 1;
    }

    RuleAction translate(String path, RuleSpec spec) {
        if (!isOne(path, spec, findings)) {
            return NONE;
        }
        if (spec.reject() != null) {
            findings.invalid(path + ".reject", ListenerSpec.REJECT_ON_TCP);
            return NONE;
        }
        if (spec.backend() == null && spec.backends() == null && spec.changesRequests()) {
            findings.invalid(path, RuleSpec.NEEDS_BACKEND);
            return NONE;
        }
        if (spec.respond() != null) {
            return respond(path + ".respond", spec.respond());
        }
        if (spec.redirect() != null) {
            return redirect(path + ".redirect", spec.redirect());
        }
        return forward(path, spec);
    }

    private RuleAction forward(String path, RuleSpec spec) {
        String timeout = spec.timeouts() == null ? null : spec.timeouts().request();
        return new RuleAction.Forward(
                shares(spec),
                headers.translate(path, spec.requestHeaders(), spec.responseHeaders()),
                spec.rewrite() == null
                        ? null
                        : new RewriteTranslator(findings).translate(path + ".rewrite", spec.rewrite(), spec.match()),
                timeout == null ? null : findings.positive(path + ".timeouts.request", timeout, Duration.ofSeconds(1)),
                spec.rateLimit() == null ? null : rateLimit(path + ".rateLimit", spec.rateLimit()),
                spec.mirror() == null ? null : mirror(spec.mirror()));
    }

    private RateLimitConfig rateLimit(String path, RateLimitSpec spec) {
        Duration per = findings.positive(path + ".per", spec.per(), Defaults.RATE_PER);
        if (spec.per() != null && per.compareTo(RateLimitConfig.LONGEST) > 0) {
            findings.invalid(path + ".per", Quoted.of(spec.per()) + " is too long: allowed are up to 1h");
            per = RateLimitConfig.LONGEST;
        }
        String key = spec.key();
        String header = key == null || key.equals("SourceAddress")
                ? null
                : key.substring(key.indexOf('(') + 1, key.length() - 1);
        return new RateLimitConfig(spec.requests(), per, spec.burst() == null ? spec.requests() : spec.burst(), header);
    }

    private static MirrorConfig mirror(MirrorSpec spec) {
        return new MirrorConfig(spec.backend(), spec.percent() == null ? Defaults.MIRROR_PERCENT : spec.percent());
    }

    /** The Backends of a rule that has {@code backend} or {@code backends}. */
    static List<WeightedBackend> shares(RuleSpec spec) {
        if (spec.backends() == null) {
            return List.of(new WeightedBackend(Objects.requireNonNull(spec.backend()), Defaults.WEIGHT));
        }
        return spec.backends().stream()
                .map(share ->
                        new WeightedBackend(share.name(), share.weight() == null ? Defaults.WEIGHT : share.weight()))
                .toList();
    }

    private RuleAction respond(String path, RespondSpec spec) {
        String body = spec.body() == null ? "" : spec.body();
        if (!body.isEmpty() && !RuleAction.Respond.mayHaveBody(spec.status())) {
            findings.invalid(path + ".body", "is not allowed with status " + spec.status() + ", which has no body");
            return NONE;
        }
        List<HeaderConfig> fields = new ArrayList<>();
        if (!body.isEmpty() || spec.contentType() != null) {
            fields.add(new HeaderConfig(
                    "Content-Type", spec.contentType() == null ? Defaults.RESPOND_CONTENT_TYPE : spec.contentType()));
        }
        for (int i = 0; i < spec.headers().size(); i++) {
            HeaderSpec header = spec.headers().get(i);
            String at = path + ".headers[" + i + "].name";
            headers.name(at, header.name());
            if (header.name().equalsIgnoreCase("content-type")) {
                findings.invalid(at, Quoted.of(header.name()) + " is said with contentType");
            }
            fields.add(new HeaderConfig(header.name(), header.value()));
        }
        return new RuleAction.Respond(spec.status(), fields, body);
    }

    private RuleAction redirect(String path, RedirectSpec spec) {
        if (spec.scheme() == null && spec.host() == null && spec.port() == null && spec.path() == null) {
            findings.invalid(path, RedirectSpec.SOMETHING_CHANGES);
            return NONE;
        }
        int status = spec.status() == null ? Defaults.REDIRECT_STATUS : spec.status();
        if (!REDIRECTS.contains(status)) {
            findings.invalid(path + ".status", RedirectSpec.STATUSES + ", found " + status);
            return NONE;
        }
        return new RuleAction.Redirect(spec.scheme(), spec.host(), spec.port(), spec.path(), status);
    }
}
