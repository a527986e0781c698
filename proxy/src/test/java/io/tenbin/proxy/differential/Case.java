package io.tenbin.proxy.differential;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One listener with its Backends, and what clients do to it, one after the other. It shares nothing with other cases, so that it
 * comes out the same alone and among many.
 *
 * @param area which generator made it
 * @param seed from which it was made
 */
record Case(String area, long seed, Listener listener, List<Backend> backends, List<Conversation> conversations) {

    /**
     * Where clients connect.
     *
     * @param acls named ACLs, before all rules
     * @param rules in order
     * @param defaultBackend null for none
     */
    record Listener(
            Both options,
            List<Both> acls,
            List<Both> rules,
            @Nullable String defaultBackend) {
        Listener(Both options, List<Both> rules, @Nullable String defaultBackend) {
            this(options, List.of(), rules, defaultBackend);
        }
    }

    /**
     * Servers and how one is chosen.
     *
     * @param name with the prefix
     */
    record Backend(String name, Both options, List<Server> servers) {}

    /**
     * A server.
     *
     * @param origin which of the origins it is; {@link Origins#REFUSING} for one that refuses connections, {@link
     *     Origins#UNREACHABLE} for one that does not even do that
     * @param options words on the {@code server} line, and entries of the server's mapping
     */
    record Server(String name, int origin, Both options) {
        static Server plain(int origin) {
            return new Server("s" + origin, origin, Both.NOTHING);
        }
    }

    /**
     * Requests on one connection.
     *
     * @param source the client's address
     * @param startsMillis when it starts, after the one before has sent its first request; negative if after that has ended
     */
    record Conversation(String source, List<Request> requests, int startsMillis) {
        Conversation(String source, List<Request> requests) {
            this(source, requests, -1);
        }

        static Conversation of(Request... requests) {
            return new Conversation("127.0.0.1", List.of(requests));
        }
    }

    /** How to replay it: its area and its seed. */
    String id() {
        return area + ":" + seed;
    }

    int requests() {
        return conversations.stream()
                .mapToInt(conversation -> conversation.requests().size())
                .sum();
    }

    /** The same with one request, one rule or one conversation less; none where rounds must be whole. */
    List<Case> smaller() {
        List<Case> smaller = new ArrayList<>();
        if (List.of("shares", "rings", "queueing").contains(area)) {
            return smaller;
        }
        for (int i = 0; i < conversations.size() && conversations.size() > 1; i++) {
            smaller.add(with(listener, without(conversations, i)));
        }
        for (int i = 0; i < conversations.size(); i++) {
            Conversation one = conversations.get(i);
            for (int j = 0; j < one.requests().size() && one.requests().size() > 1; j++) {
                List<Conversation> changed = new ArrayList<>(conversations);
                changed.set(i, new Conversation(one.source(), without(one.requests(), j), one.startsMillis()));
                smaller.add(with(listener, changed));
            }
        }
        boolean last = listener.defaultBackend() == null && listener.rules().size() == 1;
        for (int i = 0; i < listener.rules().size() && !last; i++) {
            smaller.add(with(
                    new Listener(
                            listener.options(),
                            listener.acls(),
                            without(listener.rules(), i),
                            listener.defaultBackend()),
                    conversations));
        }
        return smaller;
    }

    private Case with(Listener otherListener, List<Conversation> others) {
        return new Case(area, seed, otherListener, backends, others);
    }

    private static <T> List<T> without(List<T> list, int index) {
        List<T> rest = new ArrayList<>(list);
        rest.remove(index);
        return List.copyOf(rest);
    }
}
