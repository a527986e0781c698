package io.tenbin.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** One line of an ACL: what is looked at, and what it must be like. Several values mean that one of them is enough. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = MatcherConfig.Words.class, name = "WORDS"),
    @JsonSubTypes.Type(value = MatcherConfig.Regexes.class, name = "REGEXES"),
    @JsonSubTypes.Type(value = MatcherConfig.Lengths.class, name = "LENGTHS"),
    @JsonSubTypes.Type(value = MatcherConfig.Integers.class, name = "INTEGERS"),
    @JsonSubTypes.Type(value = MatcherConfig.Networks.class, name = "NETWORKS"),
    @JsonSubTypes.Type(value = MatcherConfig.Found.class, name = "FOUND"),
    @JsonSubTypes.Type(value = MatcherConfig.Addresses.class, name = "ADDRESSES"),
    @JsonSubTypes.Type(value = MatcherConfig.Ports.class, name = "PORTS"),
    @JsonSubTypes.Type(value = MatcherConfig.ServersUp.class, name = "SERVERS_UP"),
    @JsonSubTypes.Type(value = MatcherConfig.Constant.class, name = "CONSTANT")
})
public sealed interface MatcherConfig {

    /** Whether a request is needed for an answer; what needs none can be asked of a TCP connection too. */
    default boolean readsRequest() {
        return switch (this) {
            case Words _, Regexes _, Lengths _, Integers _, Networks _, Found _ -> true;
            case Addresses _, Ports _, ServersUp _, Constant _ -> false;
        };
    }

    /** How a text is compared with a value (HAProxy configuration manual, section 7.1.3). */
    enum WordOperator {
        /** The whole text. */
        EXACT,
        /** The text begins with the value. */
        PREFIX,
        /** The text ends with the value. */
        SUFFIX,
        /** The text holds the value. */
        SUBSTRING,
        /** The text holds the value between slashes, question marks or its ends. */
        SUBDIR,
        /** The text holds the value between slashes, question marks, dots, colons or its ends. */
        DOMAIN,
        /**
         * The host in the text, of a URL that of its authority, is the value; {@code *.x} means one label or more before
         * {@code .x}. Case never matters.
         */
        HOST
    }

    /**
     * Compares a text with values.
     *
     * @param ignoreCase whether ASCII letters of both cases are the same
     */
    record Words(TextFetch fetch, WordOperator operator, List<String> values, boolean ignoreCase)
            implements MatcherConfig {
        public Words {
            values = Check.some("acl.values", values);
            boolean emptyIsSomething = operator == WordOperator.EXACT;
            values.forEach(value -> {
                if (value.isEmpty() && !emptyIsSomething) {
                    throw new InvalidConfigException("acl.values", value, "must not be empty");
                }
            });
        }
    }

    /** Looks for regular expressions in a text. */
    record Regexes(TextFetch fetch, List<Regex> patterns) implements MatcherConfig {
        public Regexes {
            patterns = Check.some("acl.patterns", patterns);
        }
    }

    /** The length of a text in bytes. */
    record Lengths(TextFetch fetch, List<IntRange> lengths) implements MatcherConfig {
        public Lengths {
            lengths = Check.some("acl.lengths", lengths);
        }
    }

    /** The number that a text begins with; 0 where it begins with no digit. */
    record Integers(TextFetch fetch, List<IntRange> ranges) implements MatcherConfig {
        public Integers {
            ranges = Check.some("acl.ranges", ranges);
        }
    }

    /** The address that a text is; an IPv4 address may be followed by a port. */
    record Networks(TextFetch fetch, List<Cidr> networks) implements MatcherConfig {
        public Networks {
            networks = Check.some("acl.networks", networks);
        }
    }

    /** Whether there is such a text. */
    record Found(TextFetch fetch) implements MatcherConfig {}

    /** One end of the client's connection. */
    enum End {
        /** The client. */
        SOURCE,
        /** This proxy. */
        DESTINATION
    }

    /** The address of one end. */
    record Addresses(End end, List<Cidr> networks) implements MatcherConfig {
        public Addresses {
            networks = Check.some("acl.networks", networks);
        }
    }

    /** The port of one end; of the destination, the one that clients use, which is not what the pod binds. */
    record Ports(End end, List<IntRange> ranges) implements MatcherConfig {
        public Ports {
            ranges = Check.some("acl.ranges", ranges);
        }
    }

    /** The number of servers of a Backend that new work can go to (HAProxy's {@code nbsrv}). */
    record ServersUp(String backend, List<IntRange> ranges) implements MatcherConfig {
        public ServersUp {
            Check.notBlank("acl.backend", backend);
            ranges = Check.some("acl.ranges", ranges);
        }
    }

    /** Always the same. */
    record Constant(boolean value) implements MatcherConfig {}
}
