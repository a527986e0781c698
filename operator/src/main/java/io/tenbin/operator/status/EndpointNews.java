package io.tenbin.operator.status;

import io.tenbin.api.v1alpha1.BackendStatus;
import io.tenbin.api.v1alpha1.UnhealthyEndpointStatus;
import io.tenbin.translate.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that has become unhealthy, or is so no longer.
 *
 * @param note for people
 */
public record EndpointNews(Reason reason, String note) {

    /** What differs between two statuses of a Backend, one after the other. */
    public static List<EndpointNews> between(@Nullable BackendStatus before, BackendStatus now) {
        Map<String, UnhealthyEndpointStatus> known = byName(before == null ? List.of() : before.unhealthy());
        Map<String, UnhealthyEndpointStatus> current = byName(now.unhealthy());
        List<EndpointNews> news = new ArrayList<>();
        current.forEach((name, endpoint) -> {
            if (!known.containsKey(name)) {
                news.add(bad(name, endpoint));
            }
        });
        // Without a report, or if there was no room for all, an endpoint that is not named may still be down.
        if (now.endpoints() != null && current.size() < BackendObservation.UNHEALTHY) {
            known.keySet().stream()
                    .filter(name -> !current.containsKey(name))
                    .forEach(name -> news.add(
                            new EndpointNews(Reason.ENDPOINT_UP, name + " is no longer seen as down or ejected")));
        }
        return news;
    }

    /** Whether it needs nobody's attention. */
    public boolean isGood() {
        return reason == Reason.ENDPOINT_UP;
    }

    private static EndpointNews bad(String name, UnhealthyEndpointStatus endpoint) {
        String state = endpoint.state() == null ? "" : endpoint.state();
        return new EndpointNews(
                switch (state) {
                    case "Ejected" -> Reason.ENDPOINT_EJECTED;
                    case "TlsFailed" -> Reason.ENDPOINT_TLS_FAILED;
                    default -> Reason.ENDPOINT_DOWN;
                },
                name
                        + switch (state) {
                            case "Ejected" -> " is ejected";
                            case "TlsFailed" -> " cannot be reached by TLS";
                            default -> " is down";
                        }
                        + (endpoint.reason() == null ? "" : ": " + endpoint.reason())
                        + " (proxies that see it so: " + endpoint.proxies() + ")");
    }

    private static Map<String, UnhealthyEndpointStatus> byName(List<UnhealthyEndpointStatus> endpoints) {
        Map<String, UnhealthyEndpointStatus> byName = new LinkedHashMap<>();
        endpoints.forEach(endpoint -> byName.put(endpoint.server() + "/" + endpoint.endpoint(), endpoint));
        return byName;
    }
}
