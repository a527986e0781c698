package io.tenbin.translate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.tenbin.api.v1alpha1.Backend;
import io.tenbin.api.v1alpha1.LoadBalancer;
import io.tenbin.api.v1alpha1.LoadBalancerStatus;
import io.tenbin.config.Materials;
import io.tenbin.config.ProxyConfigCodec;
import io.tenbin.config.TicketKeys;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Translates the steps of one case; each step finds in force what the step before gave. */
final class GoldenCase {
    static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private static final TicketKeys TICKET_KEYS = TicketKeys.random(new Random(1));

    private final Map<ObjectKey, LoadBalancerTranslation> inForce = new HashMap<>();
    private final Map<String, String> digests = new HashMap<>();

    /**
     * Documents in YAML to results in YAML. {@code kind: Standalone} stands for the policy of that name, what a status counts for the
     * proxies. {@code ${certificate NAME}}, {@code ${key NAME}} and {@code ${authority NAME}} stand for PEM texts that are made now;
     * in results, their digests are numbered by when they were first seen.
     */
    String step(String input) throws IOException {
        List<LoadBalancer> loadBalancers = new ArrayList<>();
        List<Backend> backends = new ArrayList<>();
        List<Service> services = new ArrayList<>();
        List<Secret> secrets = new ArrayList<>();
        List<ConfigMap> configMaps = new ArrayList<>();
        Policy policy = Policy.CLUSTER;
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(input)) {
            while (documents.hasNext()) {
                JsonNode document = documents.next();
                String text = GoldenCertificates.fill(document.toString());
                switch (document.path("kind").asText()) {
                    case "LoadBalancer" -> loadBalancers.add(SERIALIZATION.unmarshal(text, LoadBalancer.class));
                    case "Backend" -> backends.add(SERIALIZATION.unmarshal(text, Backend.class));
                    case "Service" -> services.add(SERIALIZATION.unmarshal(text, Service.class));
                    case "Secret" -> secrets.add(SERIALIZATION.unmarshal(text, Secret.class));
                    case "ConfigMap" -> configMaps.add(SERIALIZATION.unmarshal(text, ConfigMap.class));
                    case "Standalone" -> policy = Policy.STANDALONE;
                    default -> throw new IllegalArgumentException("unknown kind in " + text);
                }
            }
        }
        Resources resources = Resources.of(backends, services).withPolicy(policy);
        ObjectNode output = JSON.createObjectNode();
        for (LoadBalancer loadBalancer : loadBalancers) {
            ObjectKey key = ObjectKey.of(loadBalancer);
            LoadBalancerTranslation before = inForce.get(key);
            Secrets known = Secrets.at(Instant.now())
                    .with(secrets, configMaps)
                    .withTicketKeys(TICKET_KEYS)
                    .withInForce(
                            before == null ? Materials.NONE : before.secrets().materials());
            LoadBalancerTranslation translation = Translator.loadBalancer(
                    loadBalancer,
                    resources.withProxies(proxies(loadBalancer)).withSecrets(known),
                    before == null ? null : before.config());
            inForce.put(key, translation);
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

    private String numbered(String json) {
        return DIGEST.matcher(json)
                .replaceAll(found -> digests.computeIfAbsent(found.group(), digest -> "text " + (digests.size() + 1)));
    }

    private ObjectNode describe(LoadBalancerTranslation translation) throws JsonProcessingException {
        ObjectNode node = JSON.createObjectNode();
        node.set("Accepted", describe(translation.accepted()));
        node.set("ResolvedRefs", describe(translation.resolvedRefs()));
        new TreeMap<>(translation.backends()).forEach((key, backend) -> {
            ObjectNode verdicts = node.putObject("Backend " + key);
            verdicts.set("Accepted", describe(backend.accepted()));
            verdicts.set("ResolvedRefs", describe(backend.resolvedRefs()));
        });
        for (Problem warning : translation.secrets().warnings()) {
            node.withArray("warnings")
                    .addObject()
                    .put("path", warning.fieldPath())
                    .put("reason", warning.reason().word());
        }
        node.set(
                "config",
                JSON.readTree(
                        numbered(ProxyConfigCodec.encode(translation.config()).json())));
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
