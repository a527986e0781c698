package io.tenbin.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tenbin.config.Materials;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.ProxyConfigCodec;
import io.tenbin.proxy.reload.ReloadResult;
import io.tenbin.proxy.snapshot.Discovery;
import io.tenbin.proxy.tls.TlsProvider;
import io.tenbin.proxy.transport.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A whole proxy in this process, with its admin port, fed by the test instead of a source. */
public final class RunningEngine implements AutoCloseable {
    private static final String NAME = "default/edge";

    private final List<ReloadResult> results = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream accessLog = new ByteArrayOutputStream();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Engine engine;

    private RunningEngine(@Nullable Path tokenFile) throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        engine = new Engine(
                new Engine.Options(Transport.Kind.AUTO, TlsProvider.Kind.AUTO, 2, anyPort, tokenFile, accessLog),
                (name, result) -> results.add(result));
    }

    public static RunningEngine start() throws IOException {
        return new RunningEngine(null);
    }

    public static RunningEngine start(Path tokenFile) throws IOException {
        return new RunningEngine(tokenFile);
    }

    public Engine engine() {
        return engine;
    }

    /** The LoadBalancer is known from now on, without a configuration. */
    public void announce() {
        engine.balancer(NAME);
    }

    public void discovered(Discovery discovery) {
        engine.balancer(NAME).discovered(discovery);
    }

    /** Returns when the configuration is in force. */
    public void apply(ProxyConfig config) {
        apply(config, Materials.NONE);
    }

    /** The same for one that names materials. */
    public void apply(ProxyConfig config, Materials materials) {
        String hash = ProxyConfigCodec.encode(config).hash();
        ask(config, materials);
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> engine.applied().hash().equals(hash));
    }

    /** Returns the result for a configuration that may be refused. */
    public ReloadResult ask(ProxyConfig config) {
        return ask(config, Materials.NONE);
    }

    private ReloadResult ask(ProxyConfig config, Materials materials) {
        String hash = ProxyConfigCodec.encode(config).hash();
        int before = results.size();
        engine.balancer(NAME).config(config, materials, hash);
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> results.stream()
                        .skip(before)
                        .anyMatch(result -> result.hash().equals(hash)));
        return results.stream()
                .skip(before)
                .filter(result -> result.hash().equals(hash))
                .findFirst()
                .orElseThrow();
    }

    public String accessLog() {
        return accessLog.toString(StandardCharsets.UTF_8);
    }

    public URI admin(String pathAndQuery) {
        return URI.create("http://127.0.0.1:" + engine.adminAddress().getPort() + pathAndQuery);
    }

    public HttpResponse<String> get(String pathAndQuery, String... fields) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(admin(pathAndQuery));
        if (fields.length > 0) {
            request.headers(fields);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What {@code /applied} says, with this query. */
    public JsonNode applied(String query) throws Exception {
        HttpResponse<String> answer = get("/applied" + query);
        assertThat(answer.statusCode()).isEqualTo(200);
        return new JsonMapper().readTree(answer.body());
    }

    @Override
    public void close() {
        engine.close();
        client.close();
    }
}
