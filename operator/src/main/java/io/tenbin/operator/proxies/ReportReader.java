package io.tenbin.operator.proxies;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tenbin.operator.proxies.ProxyReport.EndpointCount;
import io.tenbin.operator.proxies.ProxyReport.Unhealthy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The admin port's answer as a {@link ProxyReport}. Fields of later versions are passed over. */
final class ReportReader {
    private static final int ENDPOINTS = 32;
    private static final int REASON = 256;
    private static final JsonMapper MAPPER = new JsonMapper();

    private ReportReader() {}

    static ProxyReport read(byte[] json) throws IOException {
        JsonNode root = MAPPER.readTree(json);
        if (root == null || !root.path("version").isValueNode()) {
            throw new IOException("not a report: it has no version");
        }
        Set<Integer> ports = new HashSet<>();
        root.path("listeners")
                .forEach(listener -> ports.add(listener.path("port").asInt()));
        Map<String, EndpointCount> endpoints = new HashMap<>();
        for (JsonNode backend : root.path("backends")) {
            endpoints.put(
                    backend.path("name").asText(),
                    new EndpointCount(
                            backend.path("total").asInt(),
                            backend.path("healthy").asInt(),
                            backend.path("draining").asInt(),
                            unhealthy(backend.path("unhealthy"))));
        }
        return new ProxyReport(
                root.path("version").asText(),
                root.path("hash").asText(),
                ports,
                endpoints,
                root.path("rejected").asText());
    }

    private static List<Unhealthy> unhealthy(JsonNode list) {
        List<Unhealthy> unhealthy = new ArrayList<>();
        for (JsonNode endpoint : list) {
            if (unhealthy.size() < ENDPOINTS) {
                unhealthy.add(new Unhealthy(
                        endpoint.path("server").asText(),
                        endpoint.path("endpoint").asText(),
                        endpoint.path("state").asText(),
                        shortened(endpoint.path("reason").asText()),
                        1));
            }
        }
        return unhealthy;
    }

    private static String shortened(String reason) {
        return reason.length() <= REASON ? reason : reason.substring(0, REASON);
    }
}
