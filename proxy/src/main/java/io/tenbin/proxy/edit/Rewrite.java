package io.tenbin.proxy.edit;

import io.netty.util.AsciiString;
import io.tenbin.config.RewriteConfig;
import io.tenbin.config.RewriteConfig.PathPrefix;
import io.tenbin.config.RewriteConfig.WholePath;
import io.tenbin.proxy.http1.RequestHead;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a rule changes of a request's target. Nothing is decoded: what is not replaced stays byte for byte, and so does the query. */
public final class Rewrite {
    private static final AsciiString SLASH = AsciiString.cached("/");

    private final @Nullable PathChange path;
    private final @Nullable AsciiString host;

    private interface PathChange {
        AsciiString of(AsciiString path);
    }

    private Rewrite(@Nullable PathChange path, @Nullable AsciiString host) {
        this.path = path;
        this.host = host;
    }

    /** Compiles it. */
    public static Rewrite compile(RewriteConfig config) {
        PathChange path = switch (config.path()) {
            case null -> null;
            case WholePath whole -> {
                AsciiString fixed = AsciiString.cached(whole.value());
                yield ignored -> fixed;
            }
            case PathPrefix prefix -> replacing(prefix);
        };
        return new Rewrite(path, config.host() == null ? null : AsciiString.cached(config.host()));
    }

    /** Changes the request for its next hop; false if its target has no path, and so nothing that could be changed. */
    public boolean apply(RequestHead request) {
        if (!request.hasPath()) {
            return false;
        }
        AsciiString changed = null;
        if (path != null) {
            AsciiString old = request.path();
            AsciiString query = request.originTarget().subSequence(old.length());
            changed = path.of(old).concat(query);
        }
        request.rewrite(changed, host);
        return true;
    }

    /** By whole elements, as the prefix was compared: a slash at the end of either is not part of it. */
    private static PathChange replacing(PathPrefix config) {
        List<AsciiString> longestFirst = config.prefixes().stream()
                .map(Rewrite::withoutLastSlash)
                .sorted(Comparator.comparingInt(AsciiString::length).reversed())
                .toList();
        AsciiString replacement = withoutLastSlash(config.replacement());
        return path -> {
            for (int i = 0; i < longestFirst.size(); i++) {
                AsciiString prefix = longestFirst.get(i);
                if (begins(path, prefix)) {
                    AsciiString rest = path.subSequence(prefix.length());
                    // Two slashes at the beginning would name a host to whoever takes the path for a reference.
                    AsciiString whole = replacement.isEmpty() ? withOneSlash(rest) : replacement.concat(rest);
                    return whole.isEmpty() ? SLASH : whole;
                }
            }
            return path;
        };
    }

    private static AsciiString withOneSlash(AsciiString path) {
        int slashes = 0;
        while (slashes < path.length() && path.byteAt(slashes) == '/') {
            slashes++;
        }
        return slashes < 2 ? path : path.subSequence(slashes - 1);
    }

    private static boolean begins(AsciiString path, AsciiString prefix) {
        return path.startsWith(prefix) && (path.length() == prefix.length() || path.byteAt(prefix.length()) == '/');
    }

    private static AsciiString withoutLastSlash(String path) {
        return AsciiString.cached(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    }
}
