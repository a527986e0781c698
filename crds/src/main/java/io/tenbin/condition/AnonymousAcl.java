package io.tenbin.condition;

import io.tenbin.config.AclConfig;
import io.tenbin.config.MatcherConfig;
import io.tenbin.schema.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What stands in braces: a keyword, flags, values (HAProxy configuration manual, section 7.1). */
final class AnonymousAcl {
    private final List<String> words;
    private final Keywords.Read keyword;
    private Operator operator;
    private boolean ignoreCase;
    private int at = 1;

    private AnonymousAcl(List<String> words) throws Refusal {
        this.words = words;
        this.keyword = Keywords.read(words.getFirst());
        this.operator = keyword.operator();
    }

    /** The ACL of these words, braces excluded. Its name is its text. */
    static AclConfig read(List<String> words) throws Refusal {
        if (words.isEmpty()) {
            throw new Refusal("{ } is empty; a keyword is required, as in { path_beg /api }");
        }
        String name = words.stream().map(Words::quoted).collect(Collectors.joining(" ", "{ ", " }"));
        try {
            return new AclConfig(name, List.of(new AnonymousAcl(words).matcher()));
        } catch (Refusal e) {
            throw new Refusal("in " + Quoted.bare(name) + ": " + e.message());
        }
    }

    private MatcherConfig matcher() throws Refusal {
        while (at < words.size() && words.get(at).startsWith("-")) {
            if (words.get(at).equals("--")) {
                at++;
                break;
            }
            flag(words.get(at));
            at++;
        }
        List<String> values = words.subList(at, words.size());
        if (keyword.fetch() instanceof Fetch.Constant(boolean value)) {
            if (!values.isEmpty()) {
                throw new Refusal(Quoted.of(words.getFirst()) + " takes no values");
            }
            return new MatcherConfig.Constant(value);
        }
        try {
            return Matchers.of(keyword.fetch(), operator, numeric() ? relations(values) : values, ignoreCase);
        } catch (Refusal e) {
            // There are no fields here, and the message names the value.
            throw new Refusal(e.message());
        }
    }

    private void flag(String flag) throws Refusal {
        switch (flag) {
            case "-i" -> ignoreCase = true;
            case "-n" -> {
                // No name is ever resolved.
            }
            case "-m" -> {
                at++;
                String method = at < words.size() ? words.get(at) : "";
                Optional<Operator> given = Operator.ofMethod(method);
                operator = given.orElseThrow(() -> new Refusal(Quoted.of(method)
                        + " is not a method of -m; allowed are " + String.join(", ", Operator.methods())));
            }
            default ->
                throw new Refusal(Quoted.of(flag)
                        + " is not a flag; allowed are -i, -n, -m METHOD, and -- before a value that begins with -");
        }
    }

    private boolean numeric() {
        return operator == Operator.INTEGER || operator == Operator.LENGTH;
    }

    /** Each number with the relation that stands before it, or before an earlier one: {@code gt 5 9} is {@code gt 5}, {@code gt 9}. */
    private static List<String> relations(List<String> words) throws Refusal {
        List<String> values = new ArrayList<>();
        String relation = "eq";
        for (String word : words) {
            if (word.matches("eq|ne|lt|le|gt|ge")) {
                relation = word;
            } else {
                // A range is one whatever stands before it.
                values.add(word.indexOf(':') >= 0 ? word : relation + " " + word);
            }
        }
        return values;
    }
}
