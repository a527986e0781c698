package io.tenbin.translate;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What becomes of a condition.
 *
 * @param ok whether the condition is true
 * @param reason its reason: that of the first problem, if there is any
 * @param message its message: the first problems, each with the field's path
 * @param problems all of them, in the order of the fields; empty if and only if {@code ok}
 */
public record Verdict(boolean ok, Reason reason, String message, List<Problem> problems) {
    private static final int SHOWN = 3;

    public Verdict {
        problems = List.copyOf(problems);
    }

    static Verdict of(Reason whenOk, String okMessage, List<Problem> problems, String consequence) {
        if (problems.isEmpty()) {
            return new Verdict(true, whenOk, okMessage, problems);
        }
        String shown = problems.stream().limit(SHOWN).map(Problem::toString).collect(Collectors.joining("; "));
        String more = problems.size() > SHOWN ? "; and " + (problems.size() - SHOWN) + " more" : "";
        return new Verdict(false, problems.getFirst().reason(), shown + more + ". " + consequence, problems);
    }
}
