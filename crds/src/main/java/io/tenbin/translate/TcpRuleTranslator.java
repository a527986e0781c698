package io.tenbin.translate;

import io.tenbin.api.v1alpha1.ListenerSpec;
import io.tenbin.api.v1alpha1.RuleSpec;
import io.tenbin.config.TcpRuleAction;
import io.tenbin.config.TcpRuleConfig;
import java.util.ArrayList;
import java.util.List;

/** The rules of a TCP listener. */
final class TcpRuleTranslator {
    private final Conditions conditions;
    private final Findings findings;

    TcpRuleTranslator(Conditions conditions, Findings findings) {
        this.conditions = conditions;
        this.findings = findings;
    }

    List<TcpRuleConfig> translate(String path, List<RuleSpec> specs) {
        List<TcpRuleConfig> rules = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            RuleSpec spec = specs.get(i);
            String at = path + "[" + i + "]";
            if (ofRequests(spec)) {
                findings.invalid(at, ListenerSpec.TCP_RULES);
            } else {
                TcpRuleAction action = action(at, spec);
                rules.add(new TcpRuleConfig(conditions.ofConnection(at, spec), action));
            }
        }
        return rules;
    }

    private static boolean ofRequests(RuleSpec spec) {
        return spec.match() != null || spec.respond() != null || spec.redirect() != null || spec.changesRequests();
    }

    private TcpRuleAction action(String path, RuleSpec spec) {
        if (!ActionTranslator.isOne(path, spec, findings)) {
            return new TcpRuleAction.Reject();
        }
        if (spec.reject() == null) {
            return new TcpRuleAction.Forward(ActionTranslator.shares(spec));
        }
        if (!spec.reject()) {
            findings.invalid(path + ".reject", RuleSpec.REJECT_TRUE);
        }
        return new TcpRuleAction.Reject();
    }
}
