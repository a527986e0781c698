package io.tenbin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.tenbin.api.v1alpha1.Backend;
import io.tenbin.api.v1alpha1.LoadBalancer;
import io.tenbin.schema.SchemaValidator;
import io.tenbin.schema.Violation;
import io.tenbin.translate.Policy;
import io.tenbin.translate.Reason;
import io.tenbin.translate.Resources;
import io.tenbin.translate.Translator;
import io.tenbin.translate.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What stands under {@code examples/} says what its users are promised it says. */
class ExamplesTest {

    private static final Path EXAMPLES = Path.of("..", "examples");

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "LoadBalancer", LoadBalancer.class,
            "Backend", Backend.class,
            "Service", Service.class,
            "Deployment", Deployment.class);

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    @TestFactory
    Stream<DynamicTest> each_example_is_accepted_and_all_its_references_resolve() throws IOException {
        return directories().stream()
                .map(directory ->
                        DynamicTest.dynamicTest(directory.getFileName().toString(), () -> assertWorks(directory)));
    }

    @Test
    void the_overview_names_each_example() throws IOException {
        String overview = Files.readString(EXAMPLES.resolve("README.md"));

        assertThat(directories()).allSatisfy(directory -> {
            String name = directory.getFileName().toString();
            assertThat(overview).contains("[" + name + "](" + name + ")");
        });
    }

    private static void assertWorks(Path directory) throws IOException {
        List<HasMetadata> objects = objects(directory);
        List<Backend> backends = only(Backend.class, objects);
        List<LoadBalancer> loadBalancers = only(LoadBalancer.class, objects);
        List<Service> services = new ArrayList<>(only(Service.class, objects));
        backends.forEach(backend -> services.addAll(servicesOf(backend)));
        boolean standalone = directory.endsWith("standalone");
        Resources resources =
                Resources.of(backends, services).withPolicy(standalone ? Policy.STANDALONE : Policy.CLUSTER);

        assertThat(loadBalancers).isNotEmpty();
        assertThat(loadBalancers).allSatisfy(loadBalancer -> {
            var translation = Translator.loadBalancer(loadBalancer, resources, null);
            assertFine(translation.accepted());
            assertResolved(translation.resolvedRefs());
            assertThat(translation.config().listeners())
                    .hasSameSizeAs(loadBalancer.getSpec().listeners());
        });
        assertThat(backends).allSatisfy(backend -> {
            var translation = Translator.backend(backend, resources, null);
            assertFine(translation.accepted());
            assertResolved(translation.resolvedRefs());
        });
    }

    private static void assertFine(Verdict verdict) {
        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.ok()).isTrue();
    }

    /** Secrets and ConfigMaps are the reader's: no key stands in a file. */
    private static void assertResolved(Verdict verdict) {
        assertThat(verdict.problems())
                .allSatisfy(problem ->
                        assertThat(problem.reason()).isIn(Reason.SECRET_NOT_FOUND, Reason.CONFIG_MAP_NOT_FOUND));
    }

    /** The Services that the reader of an example is to have. */
    private static List<Service> servicesOf(Backend backend) {
        return backend.getSpec().servers().stream()
                .filter(server -> server.service() != null)
                .map(server -> {
                    var port = server.service().port();
                    boolean named = port.getStrVal() != null;
                    return new ServiceBuilder()
                            .withNewMetadata()
                            .withName(server.service().name())
                            .endMetadata()
                            .withNewSpec()
                            .addNewPort()
                            .withName(named ? port.getStrVal() : "any")
                            .withPort(named ? 80 : port.getIntVal())
                            .withProtocol("TCP")
                            .endPort()
                            .endSpec()
                            .build();
                })
                .toList();
    }

    private static <T extends HasMetadata> List<T> only(Class<T> kind, List<HasMetadata> objects) {
        return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static List<HasMetadata> objects(Path directory) throws IOException {
        List<HasMetadata> objects = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                try (MappingIterator<JsonNode> documents =
                        YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
                    while (documents.hasNext()) {
                        JsonNode document = documents.next();
                        assertThat(violations(document)).as(file::toString).isEmpty();
                        objects.add(YAML.treeToValue(
                                document, KINDS.get(document.path("kind").asText())));
                    }
                }
            }
        }
        return objects;
    }

    /** What the API server would refuse it for; nothing for kinds that are not ours. */
    private static List<Violation> violations(JsonNode document) {
        return SchemaValidator.of(
                        document.path("apiVersion").asText(),
                        document.path("kind").asText())
                .map(schema -> schema.validate(document))
                .orElse(List.of());
    }

    private static List<Path> directories() throws IOException {
        try (Stream<Path> entries = Files.list(EXAMPLES)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        }
    }
}
