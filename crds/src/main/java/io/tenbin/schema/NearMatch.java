package io.tenbin.schema;

import java.util.Collection;
import java.util.Optional;

/** The name that was probably meant. */
public final class NearMatch {
    private static final int LONGEST = 253;

    private NearMatch() {}

    /** Shorter ones begin too many names. */
    private static final int SHORTEST_BEGINNING = 4;

    /**
     * The closest of the candidates, if it is close: at most a third of the letters differ, or it begins with the word in whatever
     * case, as {@code LeastConnections} does with HAProxy's {@code leastconn}. The first of equally close ones.
     */
    public static Optional<String> of(String word, Collection<String> candidates) {
        Optional<String> begun = word.length() < SHORTEST_BEGINNING
                ? Optional.empty()
                : candidates.stream()
                        .filter(candidate -> candidate.regionMatches(true, 0, word, 0, word.length()))
                        .findFirst();
        return begun.isPresent() ? begun : closest(word, candidates);
    }

    private static Optional<String> closest(String word, Collection<String> candidates) {
        int best = Math.max(1, Math.min(word.length(), LONGEST) / 3) + 1;
        String closest = null;
        for (String candidate : candidates) {
            if (word.length() <= LONGEST && Math.abs(candidate.length() - word.length()) < best) {
                int distance = distance(word, candidate);
                if (distance < best) {
                    best = distance;
                    closest = candidate;
                }
            }
        }
        return Optional.ofNullable(closest);
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
