package io.tenbin.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class ResourceReadingTest {
    private final KubernetesSerialization serialization = new KubernetesSerialization();

    @Test
    void absent_lists_are_empty_and_null_elements_left_out() {
        LoadBalancer read = read("listeners: [null, {name: web, port: 80, protocol: HTTP}]");

        assertThat(read.getSpec().listeners()).hasSize(1);
        assertThat(read.getSpec().listeners().getFirst().rules()).isEmpty();
        assertThat(read.getSpec().http()).isNull();
    }

    @Test
    void an_empty_list_of_trusted_proxies_is_not_an_absent_one() {
        assertThat(read("http: {trustedProxies: []}").getSpec().http().trustedProxies())
                .isEmpty();
        assertThat(read("http: {}").getSpec().http().trustedProxies()).isNull();
    }

    @Test
    void what_a_newer_schema_let_in_can_be_read() {
        LoadBalancer read = read("listeners: [{name: web, port: 80, protocol: QUIC, alpn: {ids: [h3]}}]");

        assertThat(read.getSpec().listeners().getFirst().protocol()).isEqualTo("QUIC");
    }

    @Test
    void what_is_written_reads_the_same_and_says_nothing_of_what_is_absent() {
        LoadBalancer read = read(
                "http: {limits: {body: 10Mi, headers: 8192}}\n  listeners: [{name: web, port: 80, protocol: HTTP}]");

        String yaml = serialization.asYaml(read);

        assertThat(serialization.unmarshal(yaml, LoadBalancer.class).getSpec()).isEqualTo(read.getSpec());
        assertThat(yaml).doesNotContain("null").doesNotContain("[]").doesNotContain("status");
    }

    private LoadBalancer read(String spec) {
        return serialization.unmarshal(
                "apiVersion: tenbin.io/v1alpha1\nkind: LoadBalancer\nmetadata: {name: edge}\nspec:\n  " + spec,
                LoadBalancer.class);
    }
}
