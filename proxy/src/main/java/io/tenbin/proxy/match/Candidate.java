package io.tenbin.proxy.match;

import io.netty.util.AsciiString;
import io.tenbin.config.MatchConfig;
import io.tenbin.config.MatchConfig.ExactValue;
import io.tenbin.config.MatchConfig.NamedMatch;
import io.tenbin.config.MatchConfig.RegexValue;
import io.tenbin.config.MatchConfig.ValueMatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A rule whose host and path match already: what is left to compare. */
final class Candidate {
    /** The position after all others: no rule. */
    static final int NONE = Integer.MAX_VALUE;

    private final int position;
    private final List<Matcher<MatchInput>> rest;

    /**
     * What is left of a rule.
     *
     * @param position the rule's, from 0
     */
    Candidate(int position, Rule<?> rule, AclTable acls) {
        this.position = position;
        List<Matcher<MatchInput>> matchers = new ArrayList<>();
        MatchConfig match = rule.match();
        if (!match.methods().isEmpty()) {
            WordSet methods =
                    new WordSet(match.methods().stream().map(Candidate::bytes).toList(), false);
            matchers.add(input -> contains(methods, input.method()));
        }
        match.headers().forEach(header -> matchers.add(field(header)));
        match.query().forEach(parameter -> matchers.add(parameter(parameter)));
        if (!rule.condition().acls().isEmpty()) {
            matchers.add(Condition.of(rule.condition(), acls::ofRequest));
        }
        rest = List.copyOf(matchers);
    }

    int position() {
        return position;
    }

    /** The position of the first of these, which stand in order, that matches and comes before {@code before}. */
    static int first(List<Candidate> candidates, MatchInput input, int before) {
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            if (candidate.position >= before) {
                return before;
            }
            if (candidate.matches(input)) {
                return candidate.position;
            }
        }
        return before;
    }

    private boolean matches(MatchInput input) {
        for (int i = 0; i < rest.size(); i++) {
            if (!rest.get(i).holds(input)) {
                return false;
            }
        }
        return true;
    }

    /** Whole lines are compared here, not the elements of a list. */
    private static Matcher<MatchInput> field(NamedMatch match) {
        AsciiString name = new AsciiString(match.name());
        TextTest test = test(match.value());
        return input -> {
            for (int line = 0; line < input.fields(); line++) {
                if (input.fieldName(line).contentEqualsIgnoreCase(name)) {
                    AsciiString value = input.fieldValue(line);
                    int from = value.arrayOffset();
                    if (test.test(value.array(), from, from + value.length())) {
                        return true;
                    }
                }
            }
            return false;
        };
    }

    private static Matcher<MatchInput> parameter(NamedMatch match) {
        TextSource values = new QueryValues(new AsciiString(match.name()));
        TextTest test = test(match.value());
        return input -> values.any(input, test);
    }

    private static TextTest test(ValueMatch match) {
        return switch (match) {
            case ExactValue exact -> {
                byte[] value = bytes(exact.value());
                yield (bytes, from, to) -> Texts.equal(value, bytes, from, to);
            }
            case RegexValue regex -> NumberTests.regex(List.of(regex.regex()));
        };
    }

    private static boolean contains(WordSet words, AsciiString text) {
        int from = text.arrayOffset();
        return words.contains(text.array(), from, from + text.length());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
