package io.tenbin.proxy.match;

import io.tenbin.config.MatcherConfig;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Comparisons of texts with words, as HAProxy's {@code pattern.c} makes them. */
final class WordTests {
    private static final String PARTS_OF_PATHS = "/?";
    private static final String PARTS_OF_DOMAINS = "/?.:";

    private WordTests() {}

    static TextTest of(MatcherConfig.Words config) {
        boolean ignoreCase = config.ignoreCase();
        List<byte[]> words = config.values().stream()
                .map(word -> ignoreCase ? word.toLowerCase(Locale.ROOT) : word)
                .map(word -> word.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
        return switch (config.operator()) {
            case EXACT -> new WordSet(words, ignoreCase)::contains;
            case PREFIX -> new WordSet(words, ignoreCase)::beginsWith;
            case SUFFIX -> new WordSet(words, ignoreCase)::endsWith;
            case SUBSTRING ->
                any(words.stream().map(word -> within(word, ignoreCase)).toList());
            case SUBDIR ->
                any(words.stream()
                        .map(word -> between(word, PARTS_OF_PATHS, ignoreCase))
                        .toList());
            case DOMAIN ->
                any(words.stream()
                        .map(word -> between(word, PARTS_OF_DOMAINS, ignoreCase))
                        .toList());
            case HOST -> new HostTest(config.values());
        };
    }

    static TextTest any(List<TextTest> tests) {
        TextTest[] all = tests.toArray(TextTest[]::new);
        return (bytes, from, to) -> {
            for (TextTest test : all) {
                if (test.test(bytes, from, to)) {
                    return true;
                }
            }
            return false;
        };
    }

    private static TextTest within(byte[] word, boolean ignoreCase) {
        return (bytes, from, to) -> {
            for (int i = from; i <= to - word.length; i++) {
                if (Texts.at(word, word.length, bytes, i, ignoreCase)) {
                    return true;
                }
            }
            return false;
        };
    }

    /** {@code match_word}: delimiters around the word do not count, and the text must have one, or an end, on both its sides. */
    private static TextTest between(byte[] pattern, String delimiters, boolean ignoreCase) {
        byte[] word = stripped(pattern, delimiters);
        return (bytes, from, to) -> {
            boolean begins = true;
            for (int i = from; i <= to - word.length; i++) {
                if (delimiters.indexOf(bytes[i]) >= 0) {
                    begins = true;
                } else {
                    int end = i + word.length;
                    if (begins
                            && Texts.at(word, word.length, bytes, i, ignoreCase)
                            && (end == to || delimiters.indexOf(bytes[end]) >= 0)) {
                        return true;
                    }
                    begins = false;
                }
            }
            return false;
        };
    }

    private static byte[] stripped(byte[] pattern, String delimiters) {
        int from = 0;
        int to = pattern.length;
        while (from < to && delimiters.indexOf(pattern[from]) >= 0) {
            from++;
        }
        while (to > from && delimiters.indexOf(pattern[to - 1]) >= 0) {
            to--;
        }
        return Arrays.copyOfRange(pattern, from, to);
    }
}
