package io.tenbin.translate;

import io.tenbin.api.v1alpha1.HeaderRulesSpec;
import io.tenbin.api.v1alpha1.HeaderSpec;
import io.tenbin.config.HeaderConfig;
import io.tenbin.config.HeaderRulesConfig;
import io.tenbin.config.HeadersConfig;
import io.tenbin.config.ValueTemplate;
import io.tenbin.config.ValueTemplate.Message;
import io.tenbin.schema.Quoted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Changes of fields, and which fields are nobody's to change. */
final class HeaderTranslator {
    /** What delimits a message or belongs to one connection (RFC 9110, 7.6.1): the proxy's to write. */
    private static final Set<String> OWN_FIELDS = new TreeSet<>(Set.of(
            "connection",
            "content-length",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade"));

    /** Where a request came from and who sends it: not to be overwritten by something of another meaning. */
    private static final Set<String> TAKEN = new TreeSet<>(Set.of(
            "authorization",
            "cookie",
            "expect",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-proto",
            "x-real-ip"));

    private final Findings findings;

    HeaderTranslator(Findings findings) {
        this.findings = findings;
    }

    /** The changes at {@code path}, which is that of the object with both fields. */
    HeadersConfig translate(String path, @Nullable HeaderRulesSpec request, @Nullable HeaderRulesSpec response) {
        int before = findings.problems().size();
        HeaderRulesConfig requests = rules(path + ".requestHeaders", request, Message.REQUEST);
        HeaderRulesConfig responses = rules(path + ".responseHeaders", response, Message.RESPONSE);
        return findings.problems().size() == before ? new HeadersConfig(requests, responses) : HeadersConfig.NONE;
    }

    /** Reports a name that is the proxy's to write. */
    void name(String path, String name) {
        if (OWN_FIELDS.contains(name.toLowerCase(Locale.ROOT))) {
            findings.invalid(
                    path,
                    Quoted.of(name) + " is for the proxy to write: allowed are all fields but "
                            + String.join(", ", OWN_FIELDS));
        }
    }

    /** Reports the name of what rules decide by. */
    void notHost(String path, String name) {
        if (name.equalsIgnoreCase("host")) {
            findings.invalid(path, Quoted.of(name) + " is what rules decide by, and stays as the client sent it");
        }
    }

    /** Reports a name that has a meaning already. */
    void notTaken(String path, String name, String alsoTaken) {
        if (TAKEN.contains(name.toLowerCase(Locale.ROOT)) || name.equalsIgnoreCase(alsoTaken)) {
            findings.invalid(
                    path,
                    Quoted.of(name) + " has another meaning already: allowed are all fields but "
                            + String.join(", ", TAKEN) + " and that of forwardedFor.header");
        }
    }

    private HeaderRulesConfig rules(String path, @Nullable HeaderRulesSpec spec, Message message) {
        if (spec == null) {
            return HeaderRulesConfig.NONE;
        }
        Map<String, String> seen = new HashMap<>();
        List<HeaderConfig> set = values(path, "set", spec.set(), message, seen);
        List<HeaderConfig> add = values(path, "add", spec.add(), message, seen);
        for (int i = 0; i < spec.remove().size(); i++) {
            name(path + ".remove[" + i + "]", spec.remove().get(i), "remove", message, seen);
        }
        return new HeaderRulesConfig(set, add, spec.remove());
    }

    private List<HeaderConfig> values(
            String path, String list, List<HeaderSpec> specs, Message message, Map<String, String> seen) {
        List<HeaderConfig> headers = new ArrayList<>(specs.size());
        for (int i = 0; i < specs.size(); i++) {
            HeaderSpec spec = specs.get(i);
            String at = path + "." + list + "[" + i + "]";
            name(at + ".name", spec.name(), list, message, seen);
            String problem = ValueTemplate.problem(spec.value(), message);
            if (problem != null) {
                findings.invalid(at + ".value", Quoted.of(spec.value()) + " " + problem);
            }
            headers.add(new HeaderConfig(spec.name(), spec.value()));
        }
        return headers;
    }

    private void name(String path, String name, String list, Message message, Map<String, String> seen) {
        name(path, name);
        String lower = name.toLowerCase(Locale.ROOT);
        if (message == Message.REQUEST) {
            notHost(path, name);
        }
        String other = seen.put(lower, list);
        if (other != null && (!other.equals(list) || list.equals("set"))) {
            findings.invalid(
                    path,
                    Quoted.of(name) + " is in " + other + " already; a name is allowed once, or repeatedly in add");
        }
    }
}
