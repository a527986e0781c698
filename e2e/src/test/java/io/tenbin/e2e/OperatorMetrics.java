package io.tenbin.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import io.tenbin.e2e.cluster.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;

/** What the operator counts. */
record OperatorMetrics(URI uri) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static OperatorMetrics of(Installation installation) {
        List<Pod> pods = installation.namespace().pods(Map.of("app.kubernetes.io/component", "operator"));
        return new OperatorMetrics(
                URI.create("http://" + pods.getFirst().getStatus().getPodIP() + ":8080/metrics"));
    }

    /** The sum of all series that begin so. */
    double sum(String prefix) {
        try {
            return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(prefix))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
