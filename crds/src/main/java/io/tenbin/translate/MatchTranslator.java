package io.tenbin.translate;

import io.tenbin.api.v1alpha1.HeaderMatchSpec;
import io.tenbin.api.v1alpha1.MatchSpec;
import io.tenbin.api.v1alpha1.QueryMatchSpec;
import io.tenbin.config.InvalidConfigException;
import io.tenbin.config.MatchConfig;
import io.tenbin.config.MatchConfig.ExactValue;
import io.tenbin.config.MatchConfig.NamedMatch;
import io.tenbin.config.MatchConfig.PathMatch;
import io.tenbin.config.MatchConfig.PathType;
import io.tenbin.config.MatchConfig.RegexValue;
import io.tenbin.config.MatchConfig.ValueMatch;
import io.tenbin.config.Regex;
import io.tenbin.schema.Quoted;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The short form of what a request must be like. */
final class MatchTranslator {
    private final String path;
    private final Findings findings;

    MatchTranslator(String path, Findings findings) {
        this.path = path;
        this.findings = findings;
    }

    MatchConfig translate(MatchSpec spec) {
        List<NamedMatch> headers = new ArrayList<>();
        for (HeaderMatchSpec header : spec.headers()) {
            String at = path + ".headers[" + headers.size() + "].value";
            headers.add(new NamedMatch(header.name(), value(at, header.type(), header.value())));
        }
        List<NamedMatch> query = new ArrayList<>();
        for (QueryMatchSpec parameter : spec.query()) {
            String at = path + ".query[" + query.size() + "].value";
            query.add(new NamedMatch(parameter.name(), value(at, parameter.type(), parameter.value())));
        }
        List<PathMatch> paths = spec.paths().stream()
                .map(p -> new PathMatch(p.type().equals("Exact") ? PathType.EXACT : PathType.PREFIX, p.value()))
                .toList();
        return new MatchConfig(spec.hosts(), paths, spec.methods(), headers, query);
    }

    private ValueMatch value(String at, @Nullable String type, String value) {
        if (type == null || type.equals("Exact")) {
            return new ExactValue(value);
        }
        try {
            return new RegexValue(Regex.parse(value));
        } catch (InvalidConfigException e) {
            findings.invalid(at, Quoted.of(value) + " " + e.expectation());
            return new ExactValue(value);
        }
    }
}
