package io.tenbin.proxy.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where Tenbin means to differ from HAProxy, and why. Each blots out, in what came of a case on either side, what may differ; the
 * rest must be the same. What Tenbin refuses and HAProxy does not is listed in {@link Refusals#STRICTER}.
 */
enum Deviations {
    /** Each hop speaks its own version and words (RFC 9110 section 2.5). HAProxy passes on what is in the first line. */
    OWN_WORDS {
        @Override
        Outcome without(Case test, Outcome outcome) {
            return each(
                    outcome,
                    line -> line.startsWith("log: ")
                            ? line.replace(" HTTP/1.2\"", " HTTP/1.1\"")
                            : line.replace(": HTTP/1.0 ", ": HTTP/1.1 ")
                                    .replace(" HTTP/1.0 {", " HTTP/1.1 {")
                                    .replace("transfer-encoding=[Chunked]", "transfer-encoding=[chunked]"));
        }
    },

    /**
     * What is meant for one hop is not passed on (RFC 9110 section 7.6.1): {@code Connection}, what it names, {@code Keep-Alive} and
     * {@code TE}. HAProxy 2.6 passes on most of it. What becomes of a connection is compared as the answer's end.
     */
    FIELDS_OF_ONE_HOP {
        @Override
        Outcome without(Case test, Outcome outcome) {
            return each(
                    outcome,
                    line -> line.startsWith("log: ")
                            ? line
                            : line.replaceAll("\\b(connection|keep-alive|te|upgrade|x-mine|x-gone)=\\[[^]]*](, )?", "")
                                    .replace(", }", "}"));
        }
    },

    /** A request of HTTP/1.0 without {@code Host} gets one, since it is sent on as HTTP/1.1, which needs it (RFC 9112 section 3.2). */
    HOST_FOR_OLD_CLIENTS {
        @Override
        Outcome without(Case test, Outcome outcome) {
            return each(
                    outcome,
                    line -> line.startsWith("server: ") ? line.replaceFirst("host=\\[127.0.0.1], ", "") : line);
        }
    },

    /** A target in absolute form is sent on in origin form, which every server understands, unless {@code allowConnect} is set. */
    ORIGIN_FORM {
        @Override
        Outcome without(Case test, Outcome outcome) {
            return test.listener().options().tenbin().contains("allowConnect")
                    ? outcome
                    : each(
                            outcome,
                            line -> line.startsWith("server: ")
                                    ? line.replaceFirst(" https?://[^/ ]+ ", " / ")
                                            .replaceFirst(" https?://[^/ ]+/", " /")
                                    : line);
        }
    },

    /**
     * An answer that ends with the server's connection gets chunks: so its end can be told from a cut, and the client's connection
     * goes on. HAProxy closes it.
     */
    UNSIZED_ANSWERS_HAVE_CHUNKS {
        @Override
        Outcome without(Case test, Outcome outcome) {
            Outcome sized = each(
                    outcome,
                    line -> line.contains("x-unsized=")
                            ? line.replaceFirst("transfer-encoding=\\[chunked](, )?", "")
                            : line);
            return afterwards(sized, line -> line.contains("x-unsized="));
        }
    },

    /**
     * {@code Host} is the authority that was asked for, as it was sent (RFC 9112 section 3.2.2). HAProxy takes a port away that its
     * scheme has anyway, for CONNECT that of either scheme.
     */
    AUTHORITY_AS_SENT {
        private final Pattern port =
                Pattern.compile("\\b(host|x-forwarded-host)=\\[([^\\]]*|\\[[^\\]]*\\]):(80|443)\\]");

        @Override
        Outcome without(Case test, Outcome outcome) {
            return !test.area().equals("connecting")
                    ? outcome
                    : each(
                            outcome,
                            line -> line.startsWith("server: ")
                                    ? port.matcher(line).replaceAll("$1=[$2]")
                                    : line);
        }
    },

    /** After a refused CONNECT the connection ends: what was sent ahead into the tunnel would pass for a request. */
    REFUSED_TUNNELS_END_THE_CONNECTION {
        @Override
        Outcome without(Case test, Outcome outcome) {
            return !test.area().equals("connecting")
                    ? outcome
                    : afterwards(outcome, line -> line.matches("answer \\d+: HTTP/1.1 40[37] .*"));
        }
    },

    /** An answer that tells of an error and was made here ends the client's connection. HAProxy lets it go on where it can. */
    ERRORS_END_THE_CONNECTION {
        private final Pattern made = Pattern.compile("answer \\d+: HTTP/1.1 (4|50[1245]).*<html>.*");

        @Override
        Outcome without(Case test, Outcome outcome) {
            return afterwards(outcome, line -> made.matcher(line).matches());
        }
    },

    /**
     * Where all servers have refused, the log has the last one that was tried. HAProxy has looked for another one before it gave up, and
     * says so, with or without a server's name.
     */
    LAST_ONE_TRIED {
        private final Pattern refused = Pattern.compile("log: (\\S+)/\\S+ 503 SC\\S\\S retries \\+?(\\d.*)");

        @Override
        Outcome without(Case test, Outcome outcome) {
            return !test.area().equals("failover")
                    ? outcome
                    : each(outcome, line -> refused.matcher(line).replaceFirst("log: $1 503 SC retries $2"));
        }
    },

    /** Who waited in vain for the server of its cookie has had no server. HAProxy names the one that was waited for. */
    NO_SERVER_WHILE_QUEUED {
        private final Pattern waited = Pattern.compile("log: (\\S+)/s\\d( \\d+ [sSC]Q.*)");

        @Override
        Outcome without(Case test, Outcome outcome) {
            return each(outcome, line -> waited.matcher(line).replaceFirst("log: $1/<NOSRV>$2"));
        }
    },

    /** What is no request is refused with the status that fits best, and HAProxy's words differ. */
    WORDS_OF_REFUSALS {
        @Override
        Outcome without(Case test, Outcome outcome) {
            boolean refused = outcome.lines().stream()
                    .anyMatch(line -> line.startsWith("log: ") && line.matches(".* P[RCHD]-- .*"));
            return !refused
                    ? outcome
                    : each(
                            outcome,
                            line -> line.matches("answer \\d+: HTTP/1.1 [45].*") || line.matches("log: .* P[RCHD]-- .*")
                                    ? REFUSED
                                    : line);
        }
    },

    /**
     * Whether an idle connection is taken that another client's request has left depends on the request: one that can be repeated takes
     * it, and is repeated if the server closed it at that moment; one that cannot takes a fresh one unless the last use was just now.
     * HAProxy's {@code http-reuse safe} depends on the request's place: the first of a client's connection never takes one, all others
     * do. So connections are compared where there is one client, and all of its requests can be repeated. {@code
     * Never} means that no request takes one; HAProxy's {@code never} still keeps one for the next request of the same client. And
     * HAProxy passes HTTP/1.0 on as such, whose connections end unless both sides say otherwise; what leaves here is HTTP/1.1.
     */
    SHARED_CONNECTIONS {
        private final Pattern repeatable =
                Pattern.compile("server: s\\d+ connection \\d+: (GET|HEAD|OPTIONS|TRACE|PUT|DELETE) .*");

        @Override
        Outcome without(Case test, Outcome outcome) {
            boolean all = outcome.lines().stream()
                    .filter(line -> line.startsWith("server: "))
                    .allMatch(line -> repeatable.matcher(line).matches() && !line.contains("transfer-encoding="));
            boolean never = test.backends().stream()
                    .anyMatch(backend -> backend.options().haproxy().contains("http-reuse never"));
            return all && !never && !anyOld(test) && test.conversations().size() == 1
                    ? outcome
                    : each(outcome, line -> line.replaceFirst(" connection \\d+: ", " connection any: "));
        }

        private boolean anyOld(Case test) {
            return test.conversations().stream()
                    .flatMap(conversation -> conversation.requests().stream())
                    .anyMatch(request -> request.bytes().contains(" HTTP/1.0\r\n"));
        }
    },

    /** Several that are served at once, or give up at about the same time, end in no order. */
    NO_ORDER_AMONG_MANY {
        @Override
        Outcome without(Case test, Outcome outcome) {
            Case.Backend backend = test.backends().getFirst();
            boolean one = backend.servers().size() == 1
                    && backend.servers().getFirst().options().haproxy().contains("maxconn 1")
                    && backend.options().haproxy().contains("timeout queue 9000");
            return test.area().equals("queueing") && !one
                    ? new Outcome(outcome.lines().stream().sorted().toList())
                    : outcome;
        }
    };

    private static final String REFUSED = "refused";
    private static final Pattern END = Pattern.compile("answer \\d+: (open|closed|not closed)(.*)");

    abstract Outcome without(Case test, Outcome outcome);

    /** Whether both are the same but for what is meant to differ. */
    static boolean explain(Case test, Outcome haproxy, Outcome tenbin) {
        if (test.area().equals("shares")) {
            return Shares.alike(haproxy, tenbin);
        }
        if (test.area().equals("rings")) {
            return Rings.holds(test, haproxy) && Rings.holds(test, tenbin);
        }
        if (haproxy.equals(tenbin)) {
            return true;
        }
        Outcome rest = withoutAll(test, tenbin);
        return withoutAll(test, haproxy).equals(rest)
                || (Refusals.stricter(test) && rest.lines().contains(REFUSED))
                || Refusals.otherwise(test);
    }

    private static Outcome withoutAll(Case test, Outcome outcome) {
        Outcome rest = outcome;
        for (Deviations deviation : values()) {
            rest = deviation.without(test, rest);
        }
        return rest;
    }

    private static Outcome each(Outcome outcome, UnaryOperator<String> change) {
        return new Outcome(outcome.lines().stream().map(change).toList());
    }

    /** Blots out how the connection went on after such a line. */
    private static Outcome afterwards(Outcome outcome, Predicate<String> such) {
        List<String> lines = new ArrayList<>(outcome.lines());
        for (int i = 0; i + 1 < lines.size(); i++) {
            Matcher end = END.matcher(lines.get(i + 1));
            if (such.test(lines.get(i)) && end.matches()) {
                lines.set(i + 1, "either way" + end.group(2));
            }
        }
        return new Outcome(List.copyOf(lines));
    }
}
