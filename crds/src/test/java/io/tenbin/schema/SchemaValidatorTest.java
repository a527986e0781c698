package io.tenbin.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaValidatorTest {
    private static final YAMLMapper YAML = new YAMLMapper();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {lisners: []}                                | spec.lisners: is not a field; did you mean listeners?; allowed are acls, http, listeners, logging, proxy, replicas, service, timeouts, tls
            {replicas: two}                              | spec.replicas: the string "two" is not a whole number
            {replicas: 1001}                             | spec.replicas: 1001 is out of bounds; allowed are 0 to 1000
            {replicas: 1.5}                              | spec.replicas: 1.5 is not a whole number
            {timeouts: {client: 30}}                     | spec.timeouts.client: 30 is not a string; a duration has a unit: write 30s or 30ms
            {timeouts: {client: 5 minutes}}              | spec.timeouts.client: "5 minutes" is not a duration such as 500ms, 30s, 5m or 1h30m
            {timeouts: }                                 | spec.timeouts: nothing is not an object
            {http: {forwardedFor: {enabled: "yes"}}}     | spec.http.forwardedFor.enabled: the string "yes" is not true or false
            {http: {forwardedFor: {mode: append}}}       | spec.http.forwardedFor.mode: "append" is not allowed; did you mean Append?; allowed: Append, IfNone, Replace
            {http: {trustedProxies: [10.0.0.0/8, 10.0.0.0/8]}} | spec.http.trustedProxies[1]: "10.0.0.0/8" is that of spec.http.trustedProxies[0] already; each is allowed once
            {http: {limits: {body: 10Mb}}}               | spec.http.limits.body: "10Mb" is not a size: a whole number, with k, M, G, T, Ki, Mi, Gi or Ti if wanted
            {http: {limits: {body: -1}}}                 | spec.http.limits.body: -1 is out of bounds; allowed are 0 and more
            {http: {limits: {body: 1.5}}}                | spec.http.limits.body: 1.5 is not a whole number or a string
            {listeners: []}                              | spec.listeners: has 0 entries; allowed are 1 to 32
            {listeners: web}                             | spec.listeners: the string "web" is not a list
            {proxy: {nodeSelector: {disk: [ssd]}}}       | spec.proxy.nodeSelector.disk: a list is not a string; quote the text if it begins with [, which YAML takes for a list
            {proxy: {resources: {limits: {cpu: 0.5}}}}   | spec.proxy.resources.limits.cpu: 0.5 is not a whole number or a string
            """)
    void a_violation_names_the_path_the_value_and_what_is_allowed(String spec, String violation) {
        assertThat(violations("LoadBalancer", spec)).contains(violation);
    }

    @Test
    void listeners_are_told_apart_by_name_and_need_their_required_fields() {
        assertThat(violations("LoadBalancer", "{listeners: [{name: a, port: 1, protocol: TCP}, {name: a, port: 0}]}"))
                .containsExactly(
                        "spec.listeners[1].protocol: is required",
                        "spec.listeners[1].port: 0 is out of bounds; allowed are 1 to 65535",
                        "spec.listeners[1].name: \"a\" is that of spec.listeners[0] already; each is allowed once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "'http'", "80", "65535"})
    void a_port_of_a_service_is_a_name_or_a_number(String port) {
        assertThat(violations("Backend", "{servers: [{name: a, service: {name: s, port: " + port + "}}]}"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP", "0", "70000", "-", "'a-name-that-is-too-long'", "[80]"})
    void anything_else_is_none(String port) {
        assertThat(violations("Backend", "{servers: [{name: a, service: {name: s, port: " + port + "}}]}"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("spec.servers[0].service.port: ");
    }

    @Test
    void the_object_around_the_spec_is_checked_too() throws IOException {
        SchemaValidator validator =
                SchemaValidator.of("tenbin.io/v1alpha1", "Backend").orElseThrow();

        assertThat(validator.validate(YAML.readTree("{kind: Backend, metdata: {}}")))
                .extracting(Violation::toString)
                .containsExactly(
                        "metdata: is not a field; did you mean metadata?; allowed are apiVersion, kind, metadata, spec, status",
                        "spec: is required");
        assertThat(validator.validate(YAML.readTree("[]")))
                .extracting(Violation::toString)
                .containsExactly("object: a list is not an object");
    }

    @Test
    void other_kinds_are_not_its_business() {
        assertThat(SchemaValidator.of("v1", "Service")).isEmpty();
        assertThat(SchemaValidator.of("tenbin.io/v1alpha1", "Lb")).isEmpty();
    }

    @Test
    void the_list_of_violations_has_a_bound() {
        String servers = String.join(
                ",", IntStream.range(0, 1000).mapToObj(i -> "{name: '-'}").toList());

        assertThat(violations("Backend", "{servers: [" + servers + "]}")).hasSize(100);
    }

    @Test
    void control_bytes_and_long_texts_do_not_reach_a_message() {
        assertThat(violations("LoadBalancer", "{timeouts: {client: \"a\\r\\nb\", tunnel: " + "x".repeat(500) + "}}"))
                .contains("spec.timeouts.client: \"a??b\" is not a duration such as 500ms, 30s, 5m or 1h30m")
                .allMatch(message -> message.length() < 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"loadbalancers", "backends"})
    void every_pattern_has_words(String plural) throws IOException {
        JsonNode definition =
                YAML.readTree(getClass().getResourceAsStream("/tenbin/crds/" + plural + ".tenbin.io.yaml"));

        assertThat(definition.findValuesAsText("pattern")).isNotEmpty().allMatch(Forms::knows);
    }

    private static List<String> violations(String kind, String spec) {
        try {
            return SchemaValidator.of("tenbin.io/v1alpha1", kind)
                    .orElseThrow()
                    .validateSpec(YAML.readTree(spec))
                    .stream()
                    .map(Violation::toString)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
