package io.tenbin.schema;

import java.util.Collection;
import java.util.Optional;

/** The name that was probably meant. */
public final class NearMatch {
    private static final int LONGEST = 253;

    private NearMatch() {}

    /** The closest of the candidates, if it is close: at most a third of the letters differ. The first of equally close ones. */
    public static Optional<String> of(String word, Collection<String> candidates) {
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
