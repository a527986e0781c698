package io.tenbin.condition;

import io.tenbin.config.MatcherConfig.End;
import io.tenbin.config.TextFetch;
import io.tenbin.config.TextFetch.Source;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What an ACL looks at. */
sealed interface Fetch {

    /** A text of the request. */
    record Text(TextFetch text) implements Fetch {}

    /** The address of an end of the client's connection. */
    record Address(End end) implements Fetch {}

    /** The port of an end of the client's connection. */
    record Port(End end) implements Fetch {}

    /** The number of servers of a Backend that are up. */
    record ServersUp(String backend) implements Fetch {}

    /** Nothing: the answer is known. */
    record Constant(boolean value) implements Fetch {}

    /** The operators that make sense, the one that is meant if none is given first. */
    default List<Operator> operators() {
        return switch (this) {
            case Text text -> List.copyOf(operators(text.text().source()));
            case Address _ -> List.of(Operator.CIDR);
            case Port _, ServersUp _ -> List.of(Operator.INTEGER);
            case Constant _ -> List.of();
        };
    }

    private static Set<Operator> operators(Source source) {
        Set<Operator> operators = EnumSet.complementOf(EnumSet.of(Operator.HOST, Operator.INTEGER, Operator.CIDR));
        switch (source) {
            case URL, HOST -> operators.add(Operator.HOST);
            case HEADER -> operators.addAll(List.of(Operator.HOST, Operator.INTEGER, Operator.CIDR));
            case QUERY, COOKIE -> operators.addAll(List.of(Operator.INTEGER, Operator.CIDR));
            case PATH, BASE, METHOD, VERSION -> {}
        }
        return operators;
    }
}
