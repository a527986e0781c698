package io.tenbin.translate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.tenbin.api.v1alpha1.Backend;
import io.tenbin.api.v1alpha1.LoadBalancer;
import io.tenbin.api.v1alpha1.LoadBalancerStatus;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.ProxyConfigCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Translates the steps of one case; each step finds in force what the step before gave. */
final class GoldenCase {
    static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private final Map<ObjectKey, ProxyConfig> inForce = new HashMap<>();

    /** Documents in YAML to results in YAML. {@code kind: Standalone} stands for the policy of that name, what a status counts for the proxies. */
    String step(String input) throws IOException {
        List<LoadBalancer> loadBalancers = new ArrayList<>();
        List<Backend> backends = new ArrayList<>();
        List<Service> services = new ArrayList<>();
        Policy policy = Policy.CLUSTER;
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(input)) {
            while (documents.hasNext()) {
                JsonNode document = documents.next();
                String text = document.toString();
                switch (document.path("kind").asText()) {
                    case "LoadBalancer" -> loadBalancers.add(SERIALIZATION.unmarshal(text, LoadBalancer.class));
                    case "Backend" -> backends.add(SERIALIZATION.unmarshal(text, Backend.class));
                    case "Service" -> services.add(SERIALIZATION.unmarshal(text, Service.class));
                    case "Standalone" -> policy = Policy.STANDALONE;
                    default -> throw new IllegalArgumentException("unknown kind in " + text);
                }
            }
        }
        Resources resources = Resources.of(backends, services).withPolicy(policy);
        ObjectNode output = JSON.createObjectNode();
        for (LoadBalancer loadBalancer : loadBalancers) {
            ObjectKey key = ObjectKey.of(loadBalancer);
            LoadBalancerTranslation translation = Translator.loadBalancer(
                    loadBalancer, resources.withProxies(proxies(loadBalancer)), inForce.get(key));
            inForce.put(key, translation.config());
            output.set("LoadBalancer " + key, describe(translation));
        }
        return YAML.writeValueAsString(output);
    }

    private static int proxies(LoadBalancer loadBalancer) {
        LoadBalancerStatus status = loadBalancer.getStatus();
        return status == null || status.proxies() == null || status.proxies().counted() == null
                ? 1
                : status.proxies().counted();
    }

    private static ObjectNode describe(LoadBalancerTranslation translation) throws JsonProcessingException {
        ObjectNode node = JSON.createObjectNode();
        node.set("Accepted", describe(translation.accepted()));
        node.set("ResolvedRefs", describe(translation.resolvedRefs()));
        new TreeMap<>(translation.backends()).forEach((key, backend) -> {
            ObjectNode verdicts = node.putObject("Backend " + key);
            verdicts.set("Accepted", describe(backend.accepted()));
            verdicts.set("ResolvedRefs", describe(backend.resolvedRefs()));
        });
        node.set(
                "config",
                JSON.readTree(ProxyConfigCodec.encode(translation.config()).json()));
        return node;
    }

    private static ObjectNode describe(Verdict verdict) {
        ObjectNode node = JSON.createObjectNode();
        node.put("ok", verdict.ok()).put("reason", verdict.reason().word()).put("message", verdict.message());
        if (!verdict.problems().isEmpty()) {
            verdict.problems()
                    .forEach(problem -> node.withArray("problems")
                            .addObject()
                            .put("path", problem.fieldPath())
                            .put("reason", problem.reason().word())
                            .put("message", problem.message()));
        }
        return node;
    }
}
