package io.tenbin.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.CustomResource;
import io.tenbin.api.v1alpha1.Backend;
import io.tenbin.api.v1alpha1.LoadBalancer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The definitions in the chart are those of the types. With {@code -Dtenbin.crds.write=true} they are written. */
class GeneratedCrdTest {
    private static final String COMMAND = "./mvnw -q -pl crds test -Dtest=GeneratedCrdTest -Dtenbin.crds.write=true";
    private static final Path CHART = Path.of("..", "helm", "tenbin", "files", "crds");
    private static final Map<String, Class<? extends CustomResource<?, ?>>> TYPES =
            Map.of("loadbalancers", LoadBalancer.class, "backends", Backend.class);

    @ParameterizedTest
    @ValueSource(strings = {"loadbalancers", "backends"})
    void the_definition_in_the_chart_is_current(String plural) throws IOException {
        Path file = CHART.resolve(plural + ".tenbin.io.yaml");
        String generated = new CrdGenerator(TYPES.get(plural)).generate(COMMAND);

        if (Boolean.getBoolean("tenbin.crds.write")) {
            Files.createDirectories(CHART);
            Files.writeString(file, generated);
        }

        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as("%s is stale; renew it with: %s", file, COMMAND)
                .isEqualTo(generated);
    }
}
