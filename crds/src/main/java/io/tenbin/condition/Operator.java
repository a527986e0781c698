package io.tenbin.condition;

import io.tenbin.config.MatcherConfig.WordOperator;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a value is compared, by the word in {@code operator} and the methods of HAProxy that mean the same. */
enum Operator {
    EXACT("Exact", "str", WordOperator.EXACT),
    PREFIX("Prefix", "beg", WordOperator.PREFIX),
    SUFFIX("Suffix", "end", WordOperator.SUFFIX),
    SUBSTRING("Substring", "sub", WordOperator.SUBSTRING),
    SUBDIR("Subdir", "dir", WordOperator.SUBDIR),
    DOMAIN("Domain", "dom", WordOperator.DOMAIN),
    HOST("Host", null, WordOperator.HOST),
    LENGTH("Length", "len", null),
    INTEGER("Integer", "int", null),
    REGEX("Regex", "reg", null),
    CIDR("CIDR", "ip", null),
    FOUND("Found", "found", null);

    private final String word;
    private final @Nullable String method;
    private final @Nullable WordOperator comparison;

    Operator(String word, @Nullable String method, @Nullable WordOperator comparison) {
        this.word = word;
        this.method = method;
        this.comparison = comparison;
    }

    String word() {
        return word;
    }

    /** How texts are compared, null if that is not all there is to it. */
    @Nullable
    WordOperator comparison() {
        return comparison;
    }

    static Optional<Operator> ofWord(String word) {
        return Arrays.stream(values()).filter(o -> o.word.equals(word)).findFirst();
    }

    /** By the method of {@code -m}. */
    static Optional<Operator> ofMethod(String method) {
        return Arrays.stream(values()).filter(o -> method.equals(o.method)).findFirst();
    }

    static List<String> methods() {
        return Arrays.stream(values())
                .filter(o -> o.method != null)
                .map(o -> String.valueOf(o.method))
                .toList();
    }
}
