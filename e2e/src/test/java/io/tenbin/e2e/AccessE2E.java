package io.tenbin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.e2e.cluster.Cluster;
import io.tenbin.e2e.cluster.InCluster;
import io.tenbin.e2e.cluster.Installation;
import io.tenbin.e2e.cluster.TestNamespace;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What operator and proxies may do, as {@code kubectl auth can-i --list} says it: these lists, and no more. */
@InCluster
@Order(4)
class AccessE2E {

    @BeforeAll
    static void quickStart(Installation installation, Cluster cluster, TestNamespace namespace) {
        Edge.quickStart(cluster, namespace);
    }

    @Test
    void a_proxy_reads_its_configuration_and_endpoints(Cluster cluster, TestNamespace namespace) {
        assertThat(rights(cluster, namespace.name() + ":tenbin-edge", namespace.name()))
                .containsExactlyInAnyOrder(
                        "configmaps [] [tenbin-edge] [get list watch]",
                        "endpointslices.discovery.k8s.io [] [] [get list watch]");
    }

    @Test
    void a_proxy_may_nothing_elsewhere(Cluster cluster, TestNamespace namespace) {
        assertThat(rights(cluster, namespace.name() + ":tenbin-edge", "default"))
                .isEmpty();
    }

    @Test
    void the_operator_writes_what_it_makes_and_grants_what_proxies_need(Cluster cluster, TestNamespace namespace) {
        assertThat(rights(cluster, Installation.NAMESPACE + ":tenbin-operator", namespace.name()))
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
                        "secrets [] [] [get create]",
                        "pods [] [] [list watch]",
                        "events.events.k8s.io [] [] [create]",
                        // held to be granted
                        "endpointslices.discovery.k8s.io [] [] [get list watch]");
    }

    @Test
    void the_operator_elects_a_leader_in_its_own_namespace(Cluster cluster, TestNamespace namespace) {
        String operator = Installation.NAMESPACE + ":tenbin-operator";
        Set<String> more = rights(cluster, operator, Installation.NAMESPACE);
        more.removeAll(rights(cluster, operator, namespace.name()));

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
