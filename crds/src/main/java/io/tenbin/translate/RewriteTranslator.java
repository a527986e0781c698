package io.tenbin.translate;

import io.tenbin.api.v1alpha1.MatchSpec;
import io.tenbin.api.v1alpha1.PathMatchSpec;
import io.tenbin.api.v1alpha1.RewriteSpec;
import io.tenbin.config.RewriteConfig;
import io.tenbin.schema.Quoted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a rule changes of a request's target. */
final class RewriteTranslator {
    private static final int PORTS = 65_535;

    private final Findings findings;

    RewriteTranslator(Findings findings) {
        this.findings = findings;
    }

    /** Null if it cannot be used. */
    @Nullable
    RewriteConfig translate(String path, RewriteSpec spec, @Nullable MatchSpec match) {
        boolean anything = spec.pathPrefix() != null || spec.path() != null || spec.host() != null;
        if (!anything || (spec.pathPrefix() != null && spec.path() != null)) {
            findings.invalid(path, RewriteSpec.SOMETHING_CHANGES);
            return null;
        }
        String host = spec.host();
        if (host != null && port(host) > PORTS) {
            findings.invalid(path + ".host", Quoted.of(host) + " has no valid port: allowed are up to " + PORTS);
        }
        RewriteConfig.PathChange change = null;
        if (spec.path() != null) {
            change = new RewriteConfig.WholePath(spec.path());
        } else if (spec.pathPrefix() != null) {
            List<String> prefixes = prefixes(match);
            if (prefixes.isEmpty()) {
                findings.invalid(path + ".pathPrefix", RewriteSpec.PREFIX_NEEDS_PATHS);
                return null;
            }
            change = new RewriteConfig.PathPrefix(prefixes, spec.pathPrefix());
        }
        return new RewriteConfig(change, host);
    }

    /** The prefixes of which one holds for each request of the rule; none if there may be no such. */
    private static List<String> prefixes(@Nullable MatchSpec match) {
        List<PathMatchSpec> paths = match == null ? List.of() : match.paths();
        return paths.stream().allMatch(path -> path.type().equals("Prefix"))
                ? paths.stream().map(PathMatchSpec::value).toList()
                : List.of();
    }

    private static int port(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? Integer.parseInt(host.substring(colon + 1)) : 0;
    }
}
