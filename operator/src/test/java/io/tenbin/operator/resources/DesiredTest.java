package io.tenbin.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DesiredTest {

    @Test
    void what_the_api_server_adds_needs_no_write() {
        Service stored = service(80)
                .editMetadata()
                .withResourceVersion("7")
                .addToLabels("team", "a")
                .endMetadata()
                .editSpec()
                .withClusterIP("10.0.0.1")
                .editFirstPort()
                .withProtocol("TCP")
                .endPort()
                .addNewPort()
                .withName("theirs")
                .withPort(1)
                .endPort()
                .endSpec()
                .build();
        assertThat(Desired.isIn(
                        Desired.marked(service(80).build()),
                        remarked(stored, service(80).build())))
                .isTrue();
    }

    @Test
    void a_field_that_somebody_changed_needs_a_write() {
        Service stored = remarked(service(81).build(), service(80).build());
        assertThat(Desired.isIn(Desired.marked(service(80).build()), stored)).isFalse();
    }

    @Test
    void a_field_that_we_no_longer_want_needs_a_write() {
        Service before = Desired.marked(service(80)
                .editSpec()
                .withExternalTrafficPolicy("Local")
                .endSpec()
                .build());
        assertThat(Desired.isIn(Desired.marked(service(80).build()), before)).isFalse();
    }

    @Test
    void a_label_that_somebody_added_to_a_selector_needs_a_write() {
        Owner edge = new Owner("shop", "edge", "uid");
        Service desired = Desired.marked(ReplicaService.of(edge));
        Service stored = Desired.marked(ReplicaService.of(edge));
        assertThat(Desired.isIn(desired, stored)).isTrue();
        stored.getSpec().getSelector().put("and", "more");
        assertThat(Desired.isIn(desired, stored)).isFalse();
    }

    @Test
    void a_right_that_somebody_added_to_a_role_needs_a_write() {
        Owner edge = new Owner("shop", "edge", "uid");
        Role desired = Desired.marked(ProxyAccess.role(edge));
        Role verb = Desired.marked(ProxyAccess.role(edge));
        verb.getRules().getFirst().getVerbs().add("delete");
        assertThat(Desired.isIn(desired, verb)).isFalse();

        Role rule = Desired.marked(ProxyAccess.role(edge));
        rule.getRules()
                .add(new PolicyRuleBuilder()
                        .withApiGroups("")
                        .withResources("secrets")
                        .withVerbs("get")
                        .build());
        assertThat(Desired.isIn(desired, rule)).isFalse();
    }

    @Test
    void quantities_are_compared_by_amount() {
        Deployment desired = Desired.marked(deployment("1000m", "1024Mi"));
        Deployment stored = deployment("1", "1Gi");
        stored.getMetadata().setAnnotations(desired.getMetadata().getAnnotations());
        assertThat(Desired.isIn(desired, stored)).isTrue();

        Deployment other = deployment("2", "1Gi");
        other.getMetadata().setAnnotations(desired.getMetadata().getAnnotations());
        assertThat(Desired.isIn(desired, other)).isFalse();
    }

    private static Service remarked(Service stored, Service desired) {
        stored.getMetadata()
                .setAnnotations(Desired.marked(desired).getMetadata().getAnnotations());
        return stored;
    }

    private static ServiceBuilder service(int port) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName("edge")
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withName("web")
                .withPort(port)
                .withTargetPort(new IntOrString(10080))
                .endPort()
                .endSpec();
    }

    private static Deployment deployment(String cpu, String memory) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("tenbin-edge")
                .endMetadata()
                .withNewSpec()
                .withNewTemplate()
                .withNewSpec()
                .addNewContainer()
                .withName("proxy")
                .withNewResources()
                .withRequests(Map.of("cpu", new Quantity(cpu), "memory", new Quantity(memory)))
                .endResources()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
