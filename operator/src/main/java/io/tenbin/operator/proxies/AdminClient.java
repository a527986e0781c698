package io.tenbin.operator.proxies;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a proxy's admin port. Blocks, so it is called on virtual threads. */
final class AdminClient implements AutoCloseable {
    static final int PORT = 9901;
    private static final long BODY_LIMIT = 4L << 20;
    private static final Duration CONNECT = Duration.ofSeconds(3);
    /** How much longer than asked a proxy may take to answer. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final int port;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(CONNECT)
            .build();

    AdminClient(int port) {
        this.port = port;
    }

    /**
     * What the proxy has applied: at once if it differs from {@code after}, else when it changes or after
     * {@code wait}.
     *
     * @param after the version of the last answer, or empty
     * @throws IOException if there is no answer that can be understood in time
     */
    ProxyReport applied(String address, String token, String after, Duration wait)
            throws IOException, InterruptedException {
        String query = after.isEmpty()
                ? ""
                : "?after=" + URLEncoder.encode(after, StandardCharsets.UTF_8) + "&waitSeconds=" + wait.toSeconds();
        HttpRequest request = HttpRequest.newBuilder(uri(address, "/applied" + query))
                .header("Authorization", "Bearer " + token)
                .timeout(wait.plus(GRACE))
                .build();
        HttpResponse<byte[]> response =
                http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), BODY_LIMIT));
        if (response.statusCode() != 200) {
            throw new IOException("the admin port answers " + response.statusCode());
        }
        return ReportReader.read(response.body());
    }

    private URI uri(String address, String pathAndQuery) {
        String host = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
        return URI.create("http://" + host + ":" + port + pathAndQuery);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
