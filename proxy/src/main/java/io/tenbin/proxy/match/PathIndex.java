package io.tenbin.proxy.match;

import io.netty.util.AsciiString;
import io.tenbin.proxy.match.SliceMap.Direction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of one host, by path. */
final class PathIndex {
    private final SliceMap<List<Candidate>> exact;

    /** By the prefix without its last slash: the prefix {@code /} is the empty key. */
    private final SliceMap<List<Candidate>> prefixes;

    /** By the first bytes, wherever they end; null if there are none, which is the rule. */
    private final @Nullable SliceMap<List<Candidate>> beginnings;

    private final List<Candidate> anyPath;

    private PathIndex(Builder builder) {
        exact = new SliceMap<>(builder.exact, Direction.FORWARD);
        prefixes = new SliceMap<>(builder.prefixes, Direction.FORWARD);
        beginnings = builder.beginnings.isEmpty() ? null : new SliceMap<>(builder.beginnings, Direction.FORWARD);
        anyPath = List.copyOf(builder.anyPath);
    }

    /** The position of the first rule that matches and comes before {@code before}; else {@code before}. */
    int first(MatchInput input, int before) {
        int first = Candidate.first(anyPath, input, before);
        AsciiString path = input.path();
        byte[] bytes = path.array();
        int from = path.arrayOffset();
        int end = from + path.length();
        int hash = 0;
        for (int i = from; i < end; i++) {
            // A prefix ends where an element ends: before a slash, or at the end of the path.
            if (bytes[i] == '/') {
                first = first(prefixes.get(bytes, from, i, hash), input, first);
            }
            first = beginning(bytes, from, i, hash, input, first);
            hash = SliceMap.hash(hash, bytes[i]);
        }
        first = first(prefixes.get(bytes, from, end, hash), input, first);
        first = beginning(bytes, from, end, hash, input, first);
        return first(exact.get(bytes, from, end, hash), input, first);
    }

    private int beginning(byte[] bytes, int from, int to, int hash, MatchInput input, int before) {
        return beginnings == null ? before : first(beginnings.get(bytes, from, to, hash), input, before);
    }

    private static int first(@Nullable List<Candidate> candidates, MatchInput input, int before) {
        return candidates == null ? before : Candidate.first(candidates, input, before);
    }

    /** Collects rules, in order. */
    static final class Builder {
        private final Map<String, List<Candidate>> exact = new HashMap<>();
        private final Map<String, List<Candidate>> prefixes = new HashMap<>();
        private final Map<String, List<Candidate>> beginnings = new HashMap<>();
        private final List<Candidate> anyPath = new ArrayList<>();

        /** Adds a rule; without paths it is there for all of them. */
        void add(Set<PathKey> paths, Candidate candidate) {
            if (paths.isEmpty()) {
                anyPath.add(candidate);
            }
            for (PathKey path : paths) {
                Map<String, List<Candidate>> index = switch (path.kind()) {
                    case WHOLE -> exact;
                    case ELEMENTS -> prefixes;
                    case BYTES -> beginnings;
                };
                index.computeIfAbsent(path.value(), key -> new ArrayList<>(1)).add(candidate);
            }
        }

        PathIndex build() {
            return new PathIndex(this);
        }
    }
}
