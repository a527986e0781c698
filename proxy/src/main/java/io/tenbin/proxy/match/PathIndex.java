package io.tenbin.proxy.match;

import io.netty.util.AsciiString;
import io.tenbin.config.MatchConfig.PathMatch;
import io.tenbin.config.MatchConfig.PathType;
import io.tenbin.proxy.match.SliceMap.Direction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of one host, by path. */
final class PathIndex {
    private final SliceMap<List<Candidate>> exact;

    /** By the prefix without its last slash: the prefix {@code /} is the empty key. */
    private final SliceMap<List<Candidate>> prefixes;

    private final List<Candidate> anyPath;

    private PathIndex(SliceMap<List<Candidate>> exact, SliceMap<List<Candidate>> prefixes, List<Candidate> anyPath) {
        this.exact = exact;
        this.prefixes = prefixes;
        this.anyPath = anyPath;
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
            hash = SliceMap.hash(hash, bytes[i]);
        }
        first = first(prefixes.get(bytes, from, end, hash), input, first);
        return first(exact.get(bytes, from, end, hash), input, first);
    }

    private static int first(@Nullable List<Candidate> candidates, MatchInput input, int before) {
        return candidates == null ? before : Candidate.first(candidates, input, before);
    }

    /** Collects rules, in order. */
    static final class Builder {
        private final Map<String, List<Candidate>> exact = new HashMap<>();
        private final Map<String, List<Candidate>> prefixes = new HashMap<>();
        private final List<Candidate> anyPath = new ArrayList<>();

        void add(List<PathMatch> paths, Candidate candidate) {
            if (paths.isEmpty()) {
                anyPath.add(candidate);
            }
            for (PathMatch path : paths) {
                Map<String, List<Candidate>> index = path.type() == PathType.EXACT ? exact : prefixes;
                index.computeIfAbsent(key(path), key -> new ArrayList<>(1)).add(candidate);
            }
        }

        PathIndex build() {
            return new PathIndex(
                    new SliceMap<>(exact, Direction.FORWARD),
                    new SliceMap<>(prefixes, Direction.FORWARD),
                    List.copyOf(anyPath));
        }

        /** {@code /b/} as a prefix means the same elements as {@code /b}. */
        private static String key(PathMatch path) {
            boolean trailing = path.type() == PathType.PREFIX && path.value().endsWith("/");
            return trailing ? path.value().substring(0, path.value().length() - 1) : path.value();
        }
    }
}
