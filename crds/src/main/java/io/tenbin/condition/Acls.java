package io.tenbin.condition;

import io.tenbin.config.AclConfig;
import io.tenbin.config.ConditionConfig;
import io.tenbin.config.TermConfig;
import io.tenbin.schema.NearMatch;
import io.tenbin.schema.Quoted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the conditions of rules (HAProxy configuration manual, section 7.2), and collects the ACLs that they bring along:
 * anonymous and predefined ones.
 */
public final class Acls {
    private static final String OTHERWISE = "; allowed are the names in spec.acls, "
            + String.join(", ", Predefined.names()) + ", and anonymous ACLs such as { path_beg /api }";

    private final Set<String> names;
    private final Map<String, AclConfig> found = new LinkedHashMap<>();

    /**
     * A reader.
     *
     * @param names of the ACLs that are defined
     */
    public Acls(Set<String> names) {
        this.names = Set.copyOf(names);
    }

    /** The ACLs that conditions asked for and that are not among the defined ones, in the order in which they were met. */
    public List<AclConfig> found() {
        return List.copyOf(found.values());
    }

    /**
     * Reads {@code if}'s or {@code unless}'s text: alternatives, each a list of terms that must all hold. Neither the list nor one
     * of the alternatives is empty.
     *
     * @throws Refusal if it cannot be read
     */
    public List<List<TermConfig>> alternatives(String text) throws Refusal {
        return new Reading(Words.of(text)).alternatives();
    }

    /** The condition of a rule with an {@code if}, an {@code unless}, both or neither; which must both hold. */
    public static ConditionConfig condition(
            @Nullable List<List<TermConfig>> onlyIf, @Nullable List<List<TermConfig>> unless) {
        return new ConditionConfig(onlyIf == null ? List.of() : onlyIf, unless == null ? List.of() : unless);
    }

    private final class Reading {
        private final List<String> words;
        private final List<List<TermConfig>> alternatives = new ArrayList<>();
        private List<TermConfig> terms = new ArrayList<>();
        private boolean negated;
        private int at;

        Reading(List<String> words) {
            this.words = words;
        }

        List<List<TermConfig>> alternatives() throws Refusal {
            for (; at < words.size(); at++) {
                String word = words.get(at);
                int marks = 0;
                while (marks < word.length() && word.charAt(marks) == '!') {
                    marks++;
                }
                negated ^= (marks & 1) == 1;
                // An exclamation mark may stand apart from what it negates.
                if (marks < word.length()) {
                    word(word.substring(marks), marks > 0);
                }
            }
            endAlternative("at the end");
            return alternatives;
        }

        private void word(String word, boolean marked) throws Refusal {
            if (!marked && (word.toLowerCase(Locale.ROOT).equals("or") || word.equals("||"))) {
                endAlternative("before " + Quoted.of(word));
                return;
            }
            terms.add(new TermConfig(word.equals("{") ? anonymous() : name(word), negated));
            negated = false;
        }

        private void endAlternative(String where) throws Refusal {
            if (terms.isEmpty() || negated) {
                throw new Refusal("an ACL is missing " + where);
            }
            alternatives.add(List.copyOf(new LinkedHashSet<>(terms)));
            terms = new ArrayList<>();
        }

        private String anonymous() throws Refusal {
            int begin = at + 1;
            while (at < words.size() && !words.get(at).equals("}")) {
                at++;
            }
            if (at == words.size()) {
                throw new Refusal("{ is not closed: a } between blanks is required");
            }
            AclConfig acl = AnonymousAcl.read(words.subList(begin, at));
            found.putIfAbsent(acl.name(), acl);
            return acl.name();
        }

        private String name(String word) throws Refusal {
            if (names.contains(word)) {
                return word;
            }
            Optional<AclConfig> predefined = Predefined.of(word);
            if (predefined.isPresent()) {
                found.putIfAbsent(word, predefined.get());
                return word;
            }
            throw new Refusal(Quoted.of(word) + " is not an ACL" + hint(word) + OTHERWISE);
        }

        private String hint(String word) {
            return switch (word) {
                case "and", "AND", "&&" -> "; ACLs that stand side by side must all hold";
                case "(", ")" -> "; there are no parentheses";
                case "}" -> "; there is no { before it";
                default -> {
                    Set<String> candidates = new LinkedHashSet<>(names);
                    candidates.addAll(Predefined.names());
                    yield NearMatch.of(word, candidates)
                            .map(near -> "; did you mean " + near + "?")
                            .orElse("");
                }
            };
        }
    }
}
