package io.tenbin.condition;

import io.tenbin.config.Cidr;
import io.tenbin.config.IntRange;
import io.tenbin.config.InvalidConfigException;
import io.tenbin.config.MatcherConfig;
import io.tenbin.config.MatcherConfig.WordOperator;
import io.tenbin.config.Regex;
import io.tenbin.config.TextFetch;
import io.tenbin.schema.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** From what is looked at, an operator and values to a matcher. */
final class Matchers {
    private static final Pattern HOST = Pattern.compile(
            "(\\*\\.)?[a-z0-9_]([-a-z0-9_]*[a-z0-9_])?(\\.[a-z0-9_]([-a-z0-9_]*[a-z0-9_])?)*|\\[[0-9a-f:.]+\\]");

    private static final String RANGES =
            "a number, a range such as 4:9, :9 or 4:, or eq, ne, lt, le, gt or ge and a number";

    private Matchers() {}

    /**
     * The matcher.
     *
     * @throws Refusal if the operator does not fit to what is looked at, or the values to the operator; its field is
     *     {@code .operator} or {@code .values…}
     */
    static MatcherConfig of(Fetch fetch, Operator operator, List<String> values, boolean ignoreCase) throws Refusal {
        if (!fetch.operators().contains(operator)) {
            throw new Refusal(
                    ".operator",
                    Quoted.of(operator.word()) + " does not go with this fetch; allowed are "
                            + fetch.operators().stream().map(Operator::word).collect(Collectors.joining(", ")));
        }
        if (values.isEmpty() != (operator == Operator.FOUND)) {
            throw new Refusal(
                    ".values",
                    operator == Operator.FOUND
                            ? "are not allowed: Found asks only whether there is such a text"
                            : "at least one value is required");
        }
        return switch (fetch) {
            case Fetch.Text text -> text(text.text(), operator, values, ignoreCase);
            case Fetch.Address address -> new MatcherConfig.Addresses(address.end(), networks(values));
            case Fetch.Port port -> new MatcherConfig.Ports(port.end(), ranges(values));
            case Fetch.ServersUp servers -> new MatcherConfig.ServersUp(servers.backend(), ranges(values));
            case Fetch.Constant constant -> new MatcherConfig.Constant(constant.value());
        };
    }

    private static MatcherConfig text(TextFetch fetch, Operator operator, List<String> values, boolean ignoreCase)
            throws Refusal {
        WordOperator comparison = operator.comparison();
        if (comparison != null) {
            return words(fetch, comparison, values, ignoreCase);
        }
        return switch (operator) {
            case LENGTH -> new MatcherConfig.Lengths(fetch, ranges(values));
            case INTEGER -> new MatcherConfig.Integers(fetch, ranges(values));
            case REGEX -> new MatcherConfig.Regexes(fetch, regexes(values, ignoreCase));
            case CIDR -> new MatcherConfig.Networks(fetch, networks(values));
            case FOUND -> new MatcherConfig.Found(fetch);
            case EXACT, PREFIX, SUFFIX, SUBSTRING, SUBDIR, DOMAIN, HOST ->
                throw new IllegalStateException(operator.word() + " compares words");
        };
    }

    private static MatcherConfig words(
            TextFetch fetch, WordOperator comparison, List<String> values, boolean ignoreCase) throws Refusal {
        // Hosts have no case: this fetch gives them in lower case, and so are the values that it is compared with.
        boolean lower = comparison == WordOperator.HOST || fetch.source() == TextFetch.Source.HOST;
        List<String> words = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            String word = lower ? values.get(i).toLowerCase(Locale.ROOT) : values.get(i);
            String fault = fault(comparison, word);
            if (!fault.isEmpty()) {
                throw new Refusal(".values[" + i + "]", Quoted.of(values.get(i)) + " " + fault);
            }
            words.add(word);
        }
        return new MatcherConfig.Words(fetch, comparison, words, ignoreCase && !lower);
    }

    private static String fault(WordOperator comparison, String word) {
        if (!word.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            return "must hold nothing but printable ASCII characters";
        }
        return switch (comparison) {
            case EXACT -> "";
            case PREFIX, SUFFIX, SUBSTRING -> word.isEmpty() ? "must not be empty" : "";
            case SUBDIR -> onlyOf(word, "/?") ? "must hold more than slashes and question marks" : "";
            case DOMAIN -> onlyOf(word, "/?.:") ? "must hold more than slashes, question marks, dots and colons" : "";
            case HOST ->
                HOST.matcher(word).matches()
                        ? ""
                        : "is not a host name or *.name without port, nor an address in brackets";
        };
    }

    private static boolean onlyOf(String word, String delimiters) {
        return word.chars().allMatch(c -> delimiters.indexOf(c) >= 0);
    }

    private static List<Regex> regexes(List<String> values, boolean ignoreCase) throws Refusal {
        return each(values, value -> List.of(Regex.parse(ignoreCase ? "(?i)" + value : value)));
    }

    private static List<Cidr> networks(List<String> values) throws Refusal {
        return each(values, value -> List.of(Cidr.parse(value)));
    }

    private static List<IntRange> ranges(List<String> values) throws Refusal {
        List<IntRange> ranges = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            int blank = value.indexOf(' ');
            try {
                ranges.addAll(
                        blank < 0
                                ? List.of(IntRange.parse(value))
                                : compared(
                                        value.substring(0, blank),
                                        value.substring(blank + 1).strip()));
            } catch (InvalidConfigException e) {
                throw new Refusal(".values[" + i + "]", Quoted.of(value) + " must be " + RANGES);
            }
        }
        return ranges;
    }

    /** The numbers that stand in this relation to another one. */
    private static List<IntRange> compared(String relation, String text) {
        IntRange number = IntRange.parse(text);
        if (number.min() != number.max()) {
            // A range has no order: let it be refused with all the other forms that are none.
            return List.of(IntRange.parse(relation));
        }
        long n = number.min();
        return switch (relation) {
            case "eq" -> List.of(number);
            case "ne" -> List.of(upTo(n - 1), from(n + 1));
            case "lt" -> List.of(upTo(n - 1));
            case "le" -> List.of(upTo(n));
            case "gt" -> List.of(from(n + 1));
            case "ge" -> List.of(from(n));
            default -> List.of(IntRange.parse(relation));
        };
    }

    private static IntRange upTo(long n) {
        return new IntRange(Long.MIN_VALUE, n);
    }

    private static IntRange from(long n) {
        return new IntRange(n, Long.MAX_VALUE);
    }

    private static <T> List<T> each(List<String> values, Function<String, List<T>> parse) throws Refusal {
        List<T> parsed = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            try {
                parsed.addAll(parse.apply(values.get(i)));
            } catch (InvalidConfigException e) {
                throw new Refusal(".values[" + i + "]", Quoted.of(values.get(i)) + " " + e.expectation());
            }
        }
        return parsed;
    }
}
