package io.tenbin.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.tenbin.api.v1alpha1.Backend;
import io.tenbin.api.v1alpha1.LoadBalancer;
import io.tenbin.config.EncodedConfig;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.ProxyConfigCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Objects that are wrong in ways nobody thought of: the golden cases, mutated. The seed is fixed, so a failure is the same again. */
class TranslatorTotalityTest {
    private static final int ROUNDS = 6_000;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> TEXTS = List.of(
            "",
            "app",
            "edge",
            "HTTP",
            "TCP",
            "0s",
            "5s",
            "99999h99999h",
            "80",
            "http",
            "-",
            "a/b",
            "\u0000\r\n",
            "None",
            "::1",
            "10.0.0.0/8",
            "/",
            "*.example.com",
            "x".repeat(5000),
            "8Ki",
            "999999999999Ti",
            "1e9",
            "é😀");
    private static final long[] NUMBERS = {0, 1, -1, 80, 9901, 10_080, 65_535, 65_536, Integer.MAX_VALUE};

    private final Random random = new Random(20_260_101);
    private final KubernetesSerialization serialization = new KubernetesSerialization();

    @Test
    void whatever_can_be_read_is_translated_and_its_configuration_can_be_sent() throws IOException {
        List<JsonNode> objects = objects();
        ProxyConfig inForce = null;
        int translated = 0;
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            LoadBalancer loadBalancer = read(mutated(pick(objects, "LoadBalancer")), LoadBalancer.class);
            Backend backend = read(mutated(pick(objects, "Backend")), Backend.class);
            Service service = read(mutated(pick(objects, "Service")), Service.class);
            if (loadBalancer != null && backend != null && service != null) {
                Resources resources = Resources.of(List.of(backend), List.of(service))
                        .withPolicy(random.nextBoolean() ? Policy.CLUSTER : Policy.STANDALONE);

                LoadBalancerTranslation translation = Translator.loadBalancer(loadBalancer, resources, inForce);

                EncodedConfig encoded = ProxyConfigCodec.encode(translation.config());
                assertThat(ProxyConfigCodec.decode(encoded.json())).isEqualTo(translation.config());
                assertThat(Translator.loadBalancer(loadBalancer, resources, inForce))
                        .isEqualTo(translation);
                assertThat(translation.accepted().problems().isEmpty())
                        .isEqualTo(translation.accepted().ok());
                inForce = random.nextInt(4) == 0 ? null : translation.config();
                translated++;
                accepted += translation.accepted().ok() ? 1 : 0;
            }
        }
        assertThat(translated).isGreaterThan(ROUNDS / 4);
        assertThat(accepted).isBetween(translated / 20, translated * 19 / 20);
    }

    private <T> T read(JsonNode node, Class<T> type) {
        try {
            return serialization.unmarshal(node.toString(), type);
        } catch (KubernetesClientException e) {
            return null;
        }
    }

    private JsonNode pick(List<JsonNode> objects, String kind) {
        List<JsonNode> ofKind = objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .toList();
        return ofKind.get(random.nextInt(ofKind.size())).deepCopy();
    }

    private JsonNode mutated(JsonNode object) {
        int changes = random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            List<ContainerNode<?>> places = new ArrayList<>();
            collect(object, places);
            change(places.get(random.nextInt(places.size())));
        }
        ((ObjectNode) object).put("apiVersion", object.path("apiVersion").asText("v1"));
        return object;
    }

    private void change(ContainerNode<?> place) {
        if (place instanceof ArrayNode array) {
            if (!array.isEmpty() && random.nextBoolean()) {
                array.add(array.get(random.nextInt(array.size())).deepCopy());
            } else if (!array.isEmpty() && random.nextBoolean()) {
                array.remove(random.nextInt(array.size()));
            } else {
                array.add(value());
            }
        } else if (place instanceof ObjectNode fields && !fields.isEmpty()) {
            List<String> names = new ArrayList<>();
            fields.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextBoolean()) {
                fields.set(name, value());
            } else {
                fields.remove(name);
            }
        }
    }

    private JsonNode value() {
        return switch (random.nextInt(6)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.objectNode();
            case 2 -> NODES.arrayNode();
            case 3 -> NODES.numberNode(NUMBERS[random.nextInt(NUMBERS.length)]);
            default -> NODES.textNode(TEXTS.get(random.nextInt(TEXTS.size())));
        };
    }

    private static void collect(JsonNode node, List<ContainerNode<?>> places) {
        if (node instanceof ContainerNode<?> container) {
            places.add(container);
            container.forEach(child -> collect(child, places));
        }
    }

    private static List<JsonNode> objects() throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "resources", "translator"))) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("in-"))
                    .sorted()
                    .toList()) {
                try (MappingIterator<JsonNode> documents =
                        GoldenCase.YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
                    documents.forEachRemaining(document -> objects.add(new ObjectMapper().valueToTree(document)));
                }
            }
        }
        return objects;
    }
}
