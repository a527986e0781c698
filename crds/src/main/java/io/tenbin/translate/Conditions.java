package io.tenbin.translate;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.tenbin.api.v1alpha1.AclSpec;
import io.tenbin.api.v1alpha1.ListenerSpec;
import io.tenbin.api.v1alpha1.RuleSpec;
import io.tenbin.condition.Acls;
import io.tenbin.condition.NamedAcl;
import io.tenbin.condition.Predefined;
import io.tenbin.condition.Refusal;
import io.tenbin.config.AclConfig;
import io.tenbin.config.ConditionConfig;
import io.tenbin.config.MatcherConfig;
import io.tenbin.config.TermConfig;
import io.tenbin.schema.Quoted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The ACLs of one LoadBalancer, and the conditions of its rules. */
final class Conditions {
    private final Findings findings;
    private final Map<String, List<MatcherConfig>> named = new LinkedHashMap<>();
    private final List<Reference> references = new ArrayList<>();
    private final Set<String> referring = new HashSet<>();
    private final Acls acls;

    /**
     * A Backend that an ACL asks about.
     *
     * @param path of the text that names it
     */
    record Reference(String path, String backend) {}

    Conditions(List<AclSpec> specs, Findings findings) {
        this.findings = findings;
        Set<String> names = new HashSet<>();
        for (int i = 0; i < specs.size(); i++) {
            AclSpec spec = specs.get(i);
            // A name with a faulty entry is known all the same, so that rules are not blamed for it too.
            names.add(spec.name());
            define("spec.acls[" + i + "]", spec);
        }
        acls = new Acls(names);
    }

    /** The condition of a rule. */
    ConditionConfig of(String path, RuleSpec rule) {
        return Acls.condition(alternatives(path + ".if", rule.onlyIf()), alternatives(path + ".unless", rule.unless()));
    }

    /** The condition of a rule of a TCP listener. */
    ConditionConfig ofConnection(String path, RuleSpec rule) {
        ConditionConfig condition = of(path, rule);
        Map<String, AclConfig> known =
                configs().stream().collect(Collectors.toMap(AclConfig::name, Function.identity()));
        for (String name : condition.acls()) {
            AclConfig acl = known.get(name);
            if (acl != null && acl.readsRequest()) {
                String field = rule.onlyIf() == null ? ".unless" : rule.unless() == null ? ".if" : "";
                findings.invalid(
                        path + field,
                        Quoted.of(name) + " reads a request, and a TCP listener has none; allowed are ACLs with "
                                + ListenerSpec.OF_CONNECTIONS);
            }
        }
        return condition;
    }

    /** All ACLs that are defined, and those that the conditions so far brought along. */
    List<AclConfig> configs() {
        List<AclConfig> configs = new ArrayList<>();
        named.forEach((name, matchers) -> configs.add(new AclConfig(name, matchers)));
        configs.addAll(acls.found());
        return configs;
    }

    /** The Backends that ACLs ask about. */
    List<Reference> references() {
        return references;
    }

    private void define(String path, AclSpec spec) {
        if (Predefined.names().contains(spec.name())) {
            findings.invalid(path + ".name", Quoted.of(spec.name()) + " is predefined; any other name is allowed");
        } else if (spec.name().toLowerCase(Locale.ROOT).equals("or")) {
            findings.invalid(path + ".name", Quoted.of(spec.name()) + " parts conditions; any other name is allowed");
        }
        try {
            MatcherConfig matcher = NamedAcl.matcher(
                    spec.fetch(),
                    spec.operator(),
                    spec.values().stream().map(Conditions::text).toList(),
                    Boolean.TRUE.equals(spec.ignoreCase()));
            named.computeIfAbsent(spec.name(), name -> new ArrayList<>(1)).add(matcher);
            refer(path + ".fetch", matcher);
        } catch (Refusal e) {
            findings.invalid(path + e.field(), e.message());
        }
    }

    private @Nullable List<List<TermConfig>> alternatives(String path, @Nullable String text) {
        if (text == null) {
            return null;
        }
        int before = acls.found().size();
        try {
            List<List<TermConfig>> alternatives = acls.alternatives(text);
            acls.found().stream()
                    .skip(before)
                    .flatMap(acl -> acl.matchers().stream())
                    .forEach(matcher -> refer(path, matcher));
            return alternatives;
        } catch (Refusal e) {
            findings.invalid(path, e.message());
            return null;
        }
    }

    private void refer(String path, MatcherConfig matcher) {
        if (matcher instanceof MatcherConfig.ServersUp servers && referring.add(servers.backend())) {
            references.add(new Reference(path, servers.backend()));
        }
    }

    private static String text(IntOrString value) {
        Object given = value.getValue();
        return given == null ? "" : given.toString();
    }
}
