package io.tenbin.proxy.snapshot;

import io.tenbin.config.AlgorithmConfig;
import io.tenbin.config.BackendConfig;
import io.tenbin.config.CookieConfig;
import io.tenbin.config.ServerOptions;
import io.tenbin.proxy.balance.Algorithm;
import io.tenbin.proxy.balance.BalanceInput;
import io.tenbin.proxy.edit.MessageEdits;
import io.tenbin.proxy.tls.ServerTls;
import io.tenbin.proxy.upstream.BackendStats;
import io.tenbin.proxy.upstream.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Backend and the endpoints that it has now: all of them as members, and those among which new work is divided.
 *
 * <p>The algorithm is built over exactly the usable ones. What changes from moment to moment (a connection that was just
 * refused, an endpoint that this request was tried on) is asked when it chooses.
 */
public final class BackendView {
    private final BackendConfig config;
    private final BackendStats stats;
    private final List<Member> members;
    private final List<Member> usable;
    private final Algorithm<Member> algorithm;
    private final @Nullable CookieServers cookies;
    private final @Nullable StickServers sticks;
    private final MessageEdits edits;
    private final @Nullable ServerTls tls;

    /** @param tls of connections to the members; null for none */
    BackendView(BackendConfig config, BackendStats stats, List<Member> members, @Nullable ServerTls tls) {
        this.config = config;
        this.stats = stats;
        this.tls = tls;
        this.members = List.copyOf(members);
        this.usable = usable(this.members, config.balance().allBackups());
        this.algorithm = Algorithms.of(config.balance().algorithm(), usable, this.members, stats.cursor());
        CookieConfig cookie = config.persistence().cookie();
        this.cookies = cookie == null ? null : new CookieServers(cookie, this.members);
        this.edits = config.headers() == null ? MessageEdits.NONE : MessageEdits.compile(config.headers());
        this.sticks =
                config.persistence().stickOn() == null ? null : new StickServers(stats.stickTable(), this.members);
    }

    public BackendConfig config() {
        return config;
    }

    public BackendStats stats() {
        return stats;
    }

    /** All that work may go to, in the order of the servers, then by name; those too that get no new work. */
    public List<Member> members() {
        return members;
    }

    /** This one if it has somebody who takes new work, else the first of its fallbacks that has; this one if none has. */
    BackendView orFallback(Map<String, BackendView> backends) {
        BackendView view = this;
        for (int hops = backends.size(); hops > 0 && view != null && view.usable.isEmpty(); hops--) {
            String fallback = view.config.balance().fallback();
            view = fallback == null ? null : backends.get(fallback);
        }
        return view == null || view.usable.isEmpty() ? this : view;
    }

    /** When the weights of members that start slowly are to be looked at again, in nanoseconds from now; 0 if none does. */
    long stepNanos() {
        return usable.stream().anyMatch(member -> member.ramp() < SlowStart.WHOLE)
                ? SlowStart.stepNanos(config.balance().slowStart())
                : 0;
    }

    /** How connections to its members are protected; null for not at all. The same object as long as the configuration is. */
    public @Nullable ServerTls tls() {
        return tls;
    }

    /** What is changed of its requests, and of its servers' answers. */
    public MessageEdits edits() {
        return edits;
    }

    /** Which servers the cookie means; null if there is no cookie. */
    public @Nullable CookieServers cookies() {
        return cookies;
    }

    /** Which servers the table means; null if there is no table. */
    public @Nullable StickServers sticks() {
        return sticks;
    }

    /**
     * Those that take new work now, in order: the ones that are no backups; without any such the first backup, or all of them
     * with {@code allBackups} (HAProxy's {@code recount_servers}).
     */
    public List<Member> usable() {
        return usable;
    }

    /**
     * Chooses one of the usable members. Discovered ones that refused a connection within the last 2 s are passed over as long as
     * another one is left, and one that is full is not chosen; but an algorithm that leads the request to the same one each time does
     * so then, too.
     *
     * @param input what the choice may depend on
     * @param tried endpoints that the same exchange was already tried on
     * @return null if all were tried or are full, or none is usable
     */
    public @Nullable Member choose(BalanceInput input, Set<Endpoint> tried) {
        if (hashes()) {
            return algorithm.choose(
                    input, tried.isEmpty() ? Member::usable : member -> !tried.contains(member.endpoint()));
        }
        if (tried.isEmpty()) {
            return choose(input, BackendView::isInWithRoom, BackendView::hasRoom);
        }
        Predicate<Member> untried = member -> !tried.contains(member.endpoint()) && hasRoom(member);
        return choose(input, untried.and(BackendView::isIn), untried);
    }

    private @Nullable Member choose(BalanceInput input, Predicate<Member> preferred, Predicate<Member> allowed) {
        Member chosen = algorithm.choose(input, preferred);
        return chosen != null || usable.isEmpty() ? chosen : algorithm.choose(input, allowed);
    }

    /** Whether the algorithm leads the same request to the same endpoint each time. */
    public boolean hashes() {
        return switch (config.balance().algorithm()) {
            case AlgorithmConfig.ConsistentHash _, AlgorithmConfig.MapHash _ -> true;
            case AlgorithmConfig.RoundRobin _,
                    AlgorithmConfig.StaticRoundRobin _,
                    AlgorithmConfig.LeastConnections _,
                    AlgorithmConfig.First _,
                    AlgorithmConfig.Random _,
                    AlgorithmConfig.PeakEwma _ -> false;
        };
    }

    /**
     * Tells that an endpoint has answered, or that a connection to it came about.
     *
     * @param chosenAt when it was chosen, of {@link System#nanoTime}
     */
    public void answered(Endpoint endpoint, long chosenAt) {
        if (config.balance().algorithm() instanceof AlgorithmConfig.PeakEwma) {
            long now = System.nanoTime();
            endpoint.latency().observe(now - chosenAt, now);
        }
    }

    /** Whether this view would be the same for that configuration and those members. */
    boolean isFor(BackendConfig otherConfig, List<Member> otherMembers) {
        return config.equals(otherConfig) && members.equals(otherMembers);
    }

    /** Tells what outlives this view by which rules it goes on: the endpoints how much work they take, the table what it keeps. */
    void inForce() {
        stats.stickTable().follow(config.persistence().stickOn());
        Set<Endpoint> open = usable.stream().map(Member::endpoint).collect(Collectors.toSet());
        for (Member member : members) {
            Endpoint endpoint = member.endpoint();
            endpoint.slots().set(slots(member), open.contains(endpoint), takesWork(member));
            endpoint.connections()
                    .limit(
                            anyNumber(config.connection().maxPerServer()),
                            anyNumber(config.connection().maxIdlePerServer()));
        }
    }

    /** With HTTP/1 a connection carries one exchange at a time, so there is no use in more exchanges than connections. */
    private int slots(Member member) {
        Integer connections =
                config.connection().version() == null ? config.connection().maxPerServer() : null;
        int most = member.maxConnections();
        return connections == null ? most : most == 0 ? connections : Math.min(most, connections);
    }

    private static int anyNumber(@Nullable Integer limit) {
        return limit == null ? Integer.MAX_VALUE : limit;
    }

    /** Lets those in who wait for what has become free, and sends away who cannot wait any more. */
    void followSlots() {
        members.forEach(member -> stats.queue().follow(member.endpoint()));
    }

    private static boolean takesWork(Member member) {
        return member.options().state() != ServerOptions.State.MAINT
                && member.endpoint().health().isUp();
    }

    private static boolean hasRoom(Member member) {
        return !member.endpoint().slots().full();
    }

    private static boolean isInWithRoom(Member member) {
        return hasRoom(member) && isIn(member);
    }

    private static boolean isIn(Member member) {
        return !member.endpoint().isOut(System.nanoTime());
    }

    private static List<Member> usable(List<Member> members, boolean allBackups) {
        List<Member> active = members.stream()
                .filter(member -> member.usable() && !member.options().backup())
                .toList();
        return !active.isEmpty()
                ? active
                : members.stream()
                        .filter(Member::usable)
                        .limit(allBackups ? Long.MAX_VALUE : 1)
                        .toList();
    }
}
