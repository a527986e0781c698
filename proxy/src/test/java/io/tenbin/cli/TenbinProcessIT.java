package io.tenbin.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.proxy.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} and {@code demo} as a user has them: a process, its files, its words, signals. */
class TenbinProcessIT {
    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void a_rule_is_edited_under_load_a_broken_file_is_told_of_in_one_line_and_sigterm_ends_with_0() throws Exception {
        Path file = directory.resolve("edge.yaml");
        CountDownLatch arrived = new CountDownLatch(1);
        try (TestServer slow = TestServer.start(socket -> {
                    readHead(socket.getInputStream());
                    arrived.countDown();
                    sleep(Duration.ofMillis(600));
                    socket.getOutputStream().write(answer("slow"));
                });
                TestServer a = TestServer.start(socket -> answerAll(socket, "a"));
                TestServer b = TestServer.start(socket -> answerAll(socket, "b"))) {
            int port = TestServer.freePort();
            Files.writeString(directory.resolve("backends.yaml"), backends(slow, a, b));
            Files.writeString(file, loadBalancer(port, "/first"));
            try (TenbinProcess tenbin = TenbinProcess.start("run", "--threads", "2", directory.toString())) {
                String url = tenbin.await("^listening  http://localhost:(\\d+)/  default/edge web$");
                assertThat(url).isEqualTo("" + port);
                tenbin.await("^watching .*: what you save is in force at once. Ctrl-C ends.$");
                assertThat(get(port, "/first/x")).isEqualTo("b");

                Duration best = editUnderLoad(file, port);
                // The best of some, since the machine may be busy: what is asserted is that nothing waits by design.
                assertThat(best).isLessThan(Duration.ofMillis(200));

                int before = tenbin.words().size();
                Files.writeString(file, loadBalancer(80800, "/first"));
                assertThat(tenbin.await("^.*edge\\.yaml:\\d+: .*$"))
                        .isEqualTo(file + ":7: LoadBalancer default/edge: spec.listeners[0].port: 80800 is out of "
                                + "bounds; allowed are 1 to 65535");
                assertThat(get(port, "/")).isEqualTo("a");
                assertThat(tenbin.words()).hasSize(before + 1);

                CompletableFuture<String> underWay = CompletableFuture.supplyAsync(() -> get(port, "/slow"));
                assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
                tenbin.terminate();

                assertThat(underWay.get(10, TimeUnit.SECONDS)).isEqualTo("slow");
                assertThat(tenbin.exitCode()).isZero();
                await().untilAsserted(() -> assertThat(tenbin.out().getLast())
                        .contains(" web slow/s ")
                        .endsWith("\"GET /slow HTTP/1.1\""));
                assertThat(tenbin.words().getLast())
                        .isEqualTo("ending: requests under way may finish; a second signal ends at once");
            }
        }
    }

    @Test
    void a_second_signal_ends_at_once_whatever_is_under_way() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (TestServer never = TestServer.start(socket -> {
            readHead(socket.getInputStream());
            arrived.countDown();
            socket.getInputStream().read();
        })) {
            int port = TestServer.freePort();
            Files.writeString(directory.resolve("backends.yaml"), backends(never, never, never));
            Files.writeString(directory.resolve("edge.yaml"), loadBalancer(port, "/first"));
            try (TenbinProcess tenbin = TenbinProcess.start("run", "--threads", "1", directory.toString())) {
                tenbin.await("^listening ");
                var _ = client.sendAsync(request(port, "/"), HttpResponse.BodyHandlers.discarding());
                assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

                tenbin.terminate();
                tenbin.await("^ending: ");
                // What comes within a tenth of a second of the first is the same wish, as timeout(1) and shells have
                // it.
                sleep(Duration.ofMillis(200));
                assertThat(tenbin.isAlive()).isTrue();
                tenbin.terminate();

                assertThat(tenbin.exitCode()).isEqualTo(130);
            }
        }
    }

    @Test
    void the_demonstration_does_what_it_says() throws Exception {
        Path place = directory.resolve("demo");
        try (TenbinProcess tenbin = TenbinProcess.start("demo", "--dir", place.toString())) {
            tenbin.await("^Ctrl-C ends all of it; ");
            int port = Integer.parseInt(tenbin.await("^  curl http://localhost:(\\d+)/ +again and again"));
            List<String> turns = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                turns.add(get(port, "/"));
            }
            assertThat(turns).containsExactly("one\n", "two\n", "three\n", "one\n", "two\n", "three\n");
            assertThat(get(port, "/two")).isEqualTo("two\n");
            assertThat(send(URI.create(tenbin.await("curl (http://\\S+/applied) "))))
                    .contains("\"ready\":true");

            Path file = Path.of(tenbin.await("^Then edit (\\S+),"));
            String written = Files.readString(file);
            assertThat(written).contains("value: /two");
            Files.writeString(file, written.replace("value: /two", "value: /second"));
            tenbin.await("^default/demo: in force$");
            assertThat(get(port, "/second")).isEqualTo("two\n");

            Files.writeString(file, written.replace("port: " + port, "port: 80800"));
            assertThat(tenbin.await("^.*loadbalancer\\.yaml:.*$")).contains("spec.listeners[0].port: 80800 ");
            assertThat(get(port, "/second")).isEqualTo("two\n");

            tenbin.terminate();
            assertThat(tenbin.exitCode()).isZero();
            assertThat(file).exists();
        }
    }

    /** Moves the rule ten times while four clients ask. Each answer has to be 200; the shortest time to effect is given. */
    private Duration editUnderLoad(Path file, int port) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        Duration best = Duration.ofDays(1);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> load = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                load.add(clients.submit(() -> {
                    int answered = 0;
                    while (!stop.get()) {
                        assertThat(get(port, "/first")).isIn("a", "b");
                        answered++;
                    }
                    return answered;
                }));
            }
            for (int i = 0; i < 10; i++) {
                String prefix = "/edit-" + i;
                long begin = System.nanoTime();
                Files.writeString(file, loadBalancer(port, prefix));
                await().pollInterval(Duration.ofMillis(2))
                        .until(() -> get(port, prefix).equals("b"));
                Duration took = Duration.ofNanos(System.nanoTime() - begin);
                best = took.compareTo(best) < 0 ? took : best;
            }
            stop.set(true);
            for (Future<Integer> one : load) {
                assertThat(one.get(20, TimeUnit.SECONDS)).isPositive();
            }
        }
        return best;
    }

    private String get(int port, String path) {
        return send(request(port, path).uri());
    }

    private String send(URI uri) {
        try {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("GET " + uri, e);
        }
    }

    private static HttpRequest request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .build();
    }

    private static String loadBalancer(int port, String prefix) {
        return """
                apiVersion: tenbin.io/v1alpha1
                kind: LoadBalancer
                metadata: {name: edge}
                spec:
                  listeners:
                  - name: web
                    port: %d
                    protocol: HTTP
                    rules:
                    - match: {paths: [{type: Prefix, value: %s}]}
                      backend: b
                    - match: {paths: [{type: Exact, value: /slow}]}
                      backend: slow
                    defaultBackend: a
                """.formatted(port, prefix);
    }

    private static String backends(TestServer slow, TestServer a, TestServer b) {
        String backend = """
                ---
                apiVersion: tenbin.io/v1alpha1
                kind: Backend
                metadata: {name: %s}
                spec: {servers: [{name: s, address: 127.0.0.1, port: %d}]}
                """;
        return backend.formatted("slow", slow.port())
                + backend.formatted("a", a.port())
                + backend.formatted("b", b.port());
    }

    private static void answerAll(Socket socket, String body) throws IOException {
        while (readHead(socket.getInputStream())) {
            socket.getOutputStream().write(answer(body));
        }
    }

    private static byte[] answer(String body) {
        return ("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body).getBytes(US_ASCII);
    }

    /** False if the connection ends instead. */
    private static boolean readHead(InputStream in) throws IOException {
        int matched = 0;
        while (matched < 4) {
            int b = in.read();
            if (b < 0) {
                return false;
            }
            matched = b == "\r\n\r\n".charAt(matched) ? matched + 1 : b == '\r' ? 1 : 0;
        }
        return true;
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
