package io.tenbin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.e2e.cluster.Cluster;
import io.tenbin.e2e.cluster.InCluster;
import io.tenbin.e2e.cluster.Installation;
import io.tenbin.e2e.cluster.TestNamespace;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * What operator and proxies may do, as {@code kubectl auth can-i --list} says it: these lists, and no more; and whether
 * they do it, as the API server's audit log says it.
 */
@InCluster(namespace = Edge.QUICK_START)
@Order(4)
class AccessE2E {

    private static final String OPERATOR = Installation.NAMESPACE + ":tenbin-operator";

    @BeforeAll
    static void quickStart(Installation installation, Cluster cluster, TestNamespace namespace) {
        Edge.quickStart(cluster, namespace);
    }

    @Test
    void a_proxy_reads_its_configuration_and_endpoints(Cluster cluster, TestNamespace namespace) {
        assertThat(rights(cluster, namespace.name() + ":tenbin-edge", namespace.name()))
                .containsExactlyInAnyOrder(
                        "configmaps [] [tenbin-edge] [list watch]",
                        "secrets [] [tenbin-edge] [watch]",
                        "endpointslices.discovery.k8s.io [] [] [list watch]");
    }

    @Test
    void a_proxy_does_all_that_it_may(Cluster cluster, TestNamespace namespace) {
        String proxy = namespace.name() + ":tenbin-edge";
        Instant since = created(cluster, namespace.name());

        assertThat(cluster.auditLog().used(proxy, since))
                .containsExactlyInAnyOrderElementsOf(verbs(rights(cluster, proxy, namespace.name())));
        assertThat(cluster.auditLog().refused(proxy, since)).isEmpty();
    }

    @Test
    void a_proxy_may_nothing_elsewhere(Cluster cluster, TestNamespace namespace) {
        assertThat(rights(cluster, namespace.name() + ":tenbin-edge", "default"))
                .isEmpty();
    }

    @Test
    void the_operator_writes_what_it_makes_and_grants_what_proxies_need(Cluster cluster, TestNamespace namespace) {
        assertThat(rights(cluster, OPERATOR, namespace.name()))
                .containsExactlyInAnyOrder(
                        "loadbalancers.tenbin.io [] [] [list watch]",
                        "backends.tenbin.io [] [] [list watch]",
                        "loadbalancers.tenbin.io/status [] [] [patch]",
                        "backends.tenbin.io/status [] [] [patch]",
                        "configmaps [] [] [get list watch create patch]",
                        "services [] [] [get list watch create patch]",
                        "serviceaccounts [] [] [get list watch create patch]",
                        "deployments.apps [] [] [get list watch create patch]",
                        "poddisruptionbudgets.policy [] [] [get list watch create patch]",
                        "roles.rbac.authorization.k8s.io [] [] [get list watch create patch]",
                        "rolebindings.rbac.authorization.k8s.io [] [] [get list watch create patch]",
                        "secrets [] [] [get watch create patch]",
                        "pods [] [] [list watch]",
                        "events.events.k8s.io [] [] [create]",
                        // held to be granted
                        "endpointslices.discovery.k8s.io [] [] [list watch]");
    }

    /** All but what it has to hold to grant it, and what the operator SDK wants to be held. */
    @Test
    void the_operator_does_all_that_it_may(Cluster cluster) {
        Instant since = created(cluster, Installation.NAMESPACE);
        Set<String> used = cluster.auditLog().used(OPERATOR, since);
        Set<String> unused = verbs(rights(cluster, OPERATOR, Installation.NAMESPACE));
        unused.removeAll(used);
        // A patch that finds nothing to patch, server-side apply, needs the right to create, and is a patch all the
        // same.
        unused.removeIf(right -> right.startsWith("create ") && used.contains(right.replace("create ", "patch ")));
        // Used by name as long as an object refers to a Secret, which none of these tests' does.
        unused.remove("watch secrets");

        assertThat(unused)
                .containsExactlyInAnyOrder(
                        "list endpointslices.discovery.k8s.io",
                        "watch endpointslices.discovery.k8s.io",
                        "update leases.coordination.k8s.io");
        assertThat(cluster.auditLog().refused(OPERATOR, since)).isEmpty();
    }

    @Test
    void the_operator_elects_a_leader_in_its_own_namespace(Cluster cluster, TestNamespace namespace) {
        Set<String> more = rights(cluster, OPERATOR, Installation.NAMESPACE);
        more.removeAll(rights(cluster, OPERATOR, namespace.name()));

        assertThat(more)
                .containsExactlyInAnyOrder(
                        "leases.coordination.k8s.io [] [] [create]",
                        "leases.coordination.k8s.io [] [tenbin-operator] [get patch update]");
    }

    /** The rights of a ServiceAccount, {@code namespace:name}, beyond those of every account. */
    private static Set<String> rights(Cluster cluster, String account, String namespace) {
        Set<String> rights = list(cluster, account, namespace);
        rights.removeAll(list(cluster, "default:default", namespace));
        return rights;
    }

    /** Of lines such as {@code pods [] [] [list watch]}: {@code list pods} and {@code watch pods}. */
    private static Set<String> verbs(Set<String> rights) {
        Set<String> verbs = new TreeSet<>();
        for (String right : rights) {
            String resource = right.substring(0, right.indexOf(' '));
            String list = right.substring(right.lastIndexOf('[') + 1, right.lastIndexOf(']'));
            for (String verb : list.split(" ", -1)) {
                verbs.add(verb + " " + resource);
            }
        }
        return verbs;
    }

    private static Instant created(Cluster cluster, String namespace) {
        return Instant.parse(cluster.client()
                .namespaces()
                .withName(namespace)
                .require()
                .getMetadata()
                .getCreationTimestamp());
    }

    private static Set<String> list(Cluster cluster, String account, String namespace) {
        Set<String> rights = new TreeSet<>();
        cluster.kubectl(
                        "auth",
                        "can-i",
                        "--list",
                        "--no-headers",
                        "--as",
                        "system:serviceaccount:" + account,
                        "--namespace",
                        namespace)
                .lines()
                .map(line -> line.strip().replaceAll(" +", " "))
                .forEach(rights::add);
        return rights;
    }
}
