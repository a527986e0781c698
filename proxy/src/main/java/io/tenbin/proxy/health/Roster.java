package io.tenbin.proxy.health;

import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.snapshot.Member;
import io.tenbin.proxy.snapshot.Snapshot;
import io.tenbin.proxy.upstream.Endpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which endpoints there are, and how many of their Backend's are up right now. Belongs to the control thread. */
final class Roster {
    private final Map<Endpoint, Place> places = new HashMap<>();

    /** An endpoint in its Backend. */
    record Place(BackendView backend, Member member) {}

    /**
     * Of a Backend's endpoints that would take new work if they were up.
     *
     * @param all of them
     * @param up those that are
     */
    record Count(int all, int up) {}

    void follow(Snapshot snapshot) {
        places.clear();
        for (BackendView backend : snapshot.backends().values()) {
            backend.members().forEach(member -> places.put(member.endpoint(), new Place(backend, member)));
        }
    }

    Stream<Place> places() {
        return places.values().stream();
    }

    boolean has(Endpoint endpoint) {
        return places.containsKey(endpoint);
    }

    boolean isBackup(Endpoint endpoint) {
        Place place = places.get(endpoint);
        return place != null && place.member.options().backup();
    }

    /** Of the Backend of this endpoint. */
    Count count(Endpoint endpoint) {
        List<Member> takers = takers(endpoint).toList();
        return new Count(
                takers.size(), (int) takers.stream().filter(Roster::isUp).count());
    }

    /** Of the Backend of this endpoint. */
    HealthLog.Standing standing(Endpoint endpoint) {
        List<Member> up = takers(endpoint).filter(Roster::isUp).toList();
        int backups =
                (int) up.stream().filter(member -> member.options().backup()).count();
        return new HealthLog.Standing(up.size() - backups, backups);
    }

    private Stream<Member> takers(Endpoint endpoint) {
        Place place = places.get(endpoint);
        return place == null ? Stream.empty() : place.backend.members().stream().filter(Member::wanted);
    }

    private static boolean isUp(Member member) {
        return member.endpoint().health().isUp();
    }
}
