package io.tenbin.proxy.snapshot;

import io.tenbin.config.ListenerConfig;
import io.tenbin.proxy.match.AclTable;
import java.util.HashSet;
import java.util.Set;

/** A listener and where its traffic goes. */
public sealed interface ListenerView permits HttpListenerView, TcpListenerView {
    ListenerConfig config();

    /** The ACLs that its rules ask. */
    AclTable acls();

    /** All Backends that it sends to or asks about. */
    default Set<String> backendNames() {
        Set<String> names = new HashSet<>(config().backendNames());
        names.addAll(acls().backends(config().aclNames()));
        return names;
    }

    /** How many servers of a Backend new work can go to; 0 of one that is not known. */
    int serversUp(String backend);
}
