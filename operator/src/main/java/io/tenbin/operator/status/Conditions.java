package io.tenbin.operator.status;

import io.tenbin.api.v1alpha1.Condition;
import io.tenbin.translate.Reason;
import io.tenbin.translate.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Conditions before and after. */
public final class Conditions {
    /** This version of the spec is valid. */
    public static final String ACCEPTED = "Accepted";

    /** Every reference exists and is of the right kind. */
    public static final String RESOLVED_REFS = "ResolvedRefs";

    /** Every counted proxy has acknowledged this generation. */
    public static final String PROGRAMMED = "Programmed";

    /** The three above, and somebody serves. */
    public static final String READY = "Ready";

    /** On a Backend, only when true: it works as its spec says, and is not protected as one might think. */
    public static final String INSECURE = "Insecure";

    /** For kstatus, only when true: it is being worked on. */
    public static final String RECONCILING = "Reconciling";

    /** For kstatus, only when true: nothing will change unless somebody changes the spec. */
    public static final String STALLED = "Stalled";

    private static final String NOT_YET = "";

    private Conditions() {}

    /** A condition whose time {@link #merge} will set. */
    static Condition of(String type, boolean status, Reason reason, String message, long generation) {
        return new Condition(type, status ? "True" : "False", generation, reason.word(), message, NOT_YET);
    }

    static Condition of(String type, Verdict verdict, long generation) {
        return of(type, verdict.ok(), verdict.reason(), verdict.message(), generation);
    }

    static boolean isTrue(Condition condition) {
        return condition.status().equals("True");
    }

    /**
     * The conditions to be written: those of {@code now}, each with the time at which its status became what it is.
     *
     * @param before what the object's status says
     * @param time RFC 3339, for those whose status has changed
     */
    public static List<Condition> merge(List<Condition> before, List<Condition> now, String time) {
        Map<String, Condition> known = byType(before);
        return now.stream()
                .map(condition -> {
                    Condition old = known.get(condition.type());
                    String since =
                            old != null && old.status().equals(condition.status()) ? old.lastTransitionTime() : time;
                    return new Condition(
                            condition.type(),
                            condition.status(),
                            condition.observedGeneration(),
                            condition.reason(),
                            condition.message(),
                            since);
                })
                .toList();
    }

    /** Those whose status or reason is new: what an Event and a log line are for. A message alone is no news. */
    public static List<Condition> changed(List<Condition> before, List<Condition> now) {
        Map<String, Condition> known = byType(before);
        return now.stream()
                .filter(condition -> {
                    Condition old = known.get(condition.type());
                    return old == null
                            || !old.status().equals(condition.status())
                            || !old.reason().equals(condition.reason());
                })
                .toList();
    }

    private static Map<String, Condition> byType(List<Condition> conditions) {
        Map<String, Condition> byType = new HashMap<>();
        conditions.forEach(condition -> byType.put(condition.type(), condition));
        return byType;
    }
}
