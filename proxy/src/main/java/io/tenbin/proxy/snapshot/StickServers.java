package io.tenbin.proxy.snapshot;

import io.tenbin.proxy.upstream.Endpoint;
import io.tenbin.proxy.upstream.EndpointId;
import io.tenbin.proxy.upstream.StickTable;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which members of a Backend the entries of its table mean. */
public final class StickServers {
    private final StickTable table;
    private final Map<EndpointId, Member> members;

    StickServers(StickTable table, List<Member> members) {
        this.table = table;
        this.members = members.stream()
                .collect(Collectors.toMap(member -> member.endpoint().id(), Function.identity()));
    }

    /** The endpoint that the client has and that can take what sticks to it; null if it has none, or that one cannot. */
    public @Nullable Endpoint endpoint(InetAddress client) {
        EndpointId id = table.find(client, System.nanoTime());
        Member member = id == null ? null : members.get(id);
        return member != null && member.persists() ? member.endpoint() : null;
    }

    /** The endpoint has begun to answer the client, who is to come back to it. */
    public void learn(InetAddress client, Endpoint endpoint) {
        table.learn(client, endpoint.id(), System.nanoTime());
    }
}
