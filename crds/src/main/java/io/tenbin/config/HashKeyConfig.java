package io.tenbin.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What is hashed to choose an endpoint. A request, or a connection, without it is given to the next in turn. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = HashKeyConfig.Source.class, name = "Source"),
    @JsonSubTypes.Type(value = HashKeyConfig.Uri.class, name = "URI"),
    @JsonSubTypes.Type(value = HashKeyConfig.Header.class, name = "Header"),
    @JsonSubTypes.Type(value = HashKeyConfig.QueryParameter.class, name = "QueryParameter"),
    @JsonSubTypes.Type(value = HashKeyConfig.Cookie.class, name = "Cookie")
})
public sealed interface HashKeyConfig {

    /** The client's address. */
    record Source() implements HashKeyConfig {}

    /**
     * The request target up to its query.
     *
     * @param length characters that count at most, 0 for all
     * @param depth path elements that count at most, 0 for all
     * @param whole whether the query counts too
     * @param pathOnly whether an absolute target counts as its path
     */
    record Uri(int length, int depth, boolean whole, boolean pathOnly) implements HashKeyConfig {
        public Uri {
            Check.range("balance.uri.length", length, 0, 65_535);
            Check.range("balance.uri.depth", depth, 0, 65_535);
        }
    }

    /**
     * The first value of a field.
     *
     * @param name in any case
     */
    record Header(String name) implements HashKeyConfig {
        public Header {
            Check.notBlank("balance.header.name", name);
        }
    }

    /**
     * The first parameter of a name in the query.
     *
     * @param name case-sensitive
     */
    record QueryParameter(String name) implements HashKeyConfig {
        public QueryParameter {
            Check.notBlank("balance.queryParameter.name", name);
        }
    }

    /**
     * A cookie's value.
     *
     * @param name case-sensitive
     */
    record Cookie(String name) implements HashKeyConfig {
        public Cookie {
            Check.notBlank("balance.cookie.name", name);
        }
    }
}
