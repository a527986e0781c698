package io.tenbin.proxy.match;

import io.netty.util.AsciiString;
import io.tenbin.config.MatchConfig;
import java.util.List;

/** A rule whose host and path match already: what is left to compare. */
final class Candidate {
    /** The position after all others: no rule. */
    static final int NONE = Integer.MAX_VALUE;

    private final int position;
    private final AsciiString[] methods;
    private final Field[] fields;

    private record Field(AsciiString name, AsciiString value) {}

    /**
     * What is left of a rule.
     *
     * @param position the rule's, from 0
     */
    Candidate(int position, MatchConfig match) {
        this.position = position;
        this.methods = match.methods().stream().map(AsciiString::new).toArray(AsciiString[]::new);
        this.fields = match.headers().stream()
                .map(header -> new Field(new AsciiString(header.name()), new AsciiString(header.value())))
                .toArray(Field[]::new);
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
        return hasMethod(input) && hasFields(input);
    }

    private boolean hasMethod(MatchInput input) {
        for (AsciiString method : methods) {
            if (method.equals(input.method())) {
                return true;
            }
        }
        return methods.length == 0;
    }

    private boolean hasFields(MatchInput input) {
        for (Field field : fields) {
            if (!input.hasField(field.name, field.value)) {
                return false;
            }
        }
        return true;
    }
}
