package io.tenbin.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is changed of a request's target on its way to a server. Its query stays.
 *
 * @param path null: stays
 * @param host what {@code Host} says, {@code host[:port]}; null: stays
 */
public record RewriteConfig(
        @Nullable PathChange path, @Nullable String host) {
    public RewriteConfig {
        if (path == null && host == null) {
            throw new InvalidConfigException("rule.rewrite", "", "must change something");
        }
    }

    /** Another path. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = WholePath.class, name = "Whole"),
        @JsonSubTypes.Type(value = PathPrefix.class, name = "Prefix")
    })
    public sealed interface PathChange permits WholePath, PathPrefix {}

    /**
     * The whole path gives way.
     *
     * @param value begins with a slash
     */
    public record WholePath(String value) implements PathChange {
        public WholePath {
            Check.absolutePath("rule.rewrite.path", value);
        }
    }

    /**
     * The longest of the prefixes that the path begins with gives way (Gateway API's {@code ReplacePrefixMatch}).
     *
     * @param prefixes whole path elements, those of the rule's match
     * @param replacement begins with a slash
     */
    public record PathPrefix(List<String> prefixes, String replacement) implements PathChange {
        public PathPrefix {
            prefixes = Check.some("rule.rewrite.prefixes", prefixes);
            prefixes.forEach(prefix -> Check.absolutePath("rule.rewrite.prefixes", prefix));
            Check.absolutePath("rule.rewrite.pathPrefix", replacement);
        }
    }
}
