package io.tenbin.operator.proxies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A proxy's admin port is played by a server that answers one question for each answer that the test provides. */
class ProxyObserverIT {
    private static final String TOKEN = "secret-token";
    private static final String REPORT = """
            {"instance": "a", "version": "a-%d", "hash": "%s", "ready": true, "draining": false, "rejected": "",
             "listeners": [{"loadBalancer": "shop/edge", "name": "web", "port": 10080}],
             "backends": [{"loadBalancer": "shop/edge", "name": "app", "total": 3, "healthy": 2, "draining": 1,
                "unhealthy": [{"server": "app", "endpoint": "app-1", "state": "Down", "reason": "Layer4 timeout"}]}],
             "of later versions": {}}
            """;

    private final BlockingQueue<String> questions = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> changes = new LinkedBlockingQueue<>();
    private HttpServer server;
    private ProxyObserver<String> observer;
    private ProxyPod pod;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/applied", this::answer);
        server.start();
        pod = new ProxyPod("uid", "edge-1", "127.0.0.1", true, true);
        observer = new ProxyObserver<>(server.getAddress().getPort(), changes::add);
    }

    @AfterEach
    void stop() {
        observer.close();
        server.stop(0);
    }

    @Test
    void it_reports_what_a_proxy_says_and_asks_for_what_comes_after() throws InterruptedException {
        answers.add(REPORT.formatted(1, "one"));
        observer.observe("edge", List.of(pod), TOKEN);
        assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo("edge");
        assertThat(observer.report("edge", pod))
                .contains(new ProxyReport(
                        "a-1",
                        "one",
                        Set.of(10080),
                        Map.of(
                                "app",
                                new ProxyReport.EndpointCount(
                                        3,
                                        2,
                                        1,
                                        List.of(new ProxyReport.Unhealthy(
                                                "app", "app-1", "Down", "Layer4 timeout", 1)))),
                        ""));
        assertThat(questions.poll(10, TimeUnit.SECONDS)).isEqualTo("/applied");

        answers.add(REPORT.formatted(2, "two"));
        assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo("edge");
        assertThat(observer.report("edge", pod).orElseThrow().configHash()).isEqualTo("two");
        assertThat(questions.poll(10, TimeUnit.SECONDS)).isEqualTo("/applied?after=a-1&waitSeconds=30");
    }

    @Test
    void an_answer_that_says_the_same_is_no_news() throws InterruptedException {
        answers.add(REPORT.formatted(1, "one"));
        answers.add(REPORT.formatted(1, "one"));
        answers.add(REPORT.formatted(2, "two"));
        observer.observe("edge", List.of(pod), TOKEN);
        await().until(() -> observer.report("edge", pod)
                .filter(report -> report.configHash().equals("two"))
                .isPresent());
        assertThat(changes).hasSize(2);
    }

    @Test
    void a_proxy_that_no_longer_answers_is_unknown() throws InterruptedException {
        answers.add(REPORT.formatted(1, "one"));
        observer.observe("edge", List.of(pod), TOKEN);
        assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo("edge");
        server.stop(0);
        assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo("edge");
        assertThat(observer.report("edge", pod)).isEmpty();
    }

    @Test
    void nonsense_and_refusals_are_not_believed_and_asked_again() throws InterruptedException {
        answers.add("401");
        answers.add("not JSON");
        answers.add("{}");
        answers.add(REPORT.formatted(1, "one"));
        observer.observe("edge", List.of(pod), TOKEN);
        assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo("edge");
        assertThat(observer.report("edge", pod)).isEmpty();
        assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo("edge");
        assertThat(observer.report("edge", pod).orElseThrow().configHash()).isEqualTo("one");
    }

    @Test
    void a_proxy_has_been_asked_when_it_has_answered_or_failed_to() throws InterruptedException {
        assertThat(observer.hasAsked("edge", List.of(pod))).isFalse();
        ProxyPod silent = new ProxyPod("silent", "edge-2", "127.0.0.2", true, true);
        observer.observe("edge", List.of(pod, silent), TOKEN);
        assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo("edge");
        assertThat(observer.hasAsked("edge", List.of(silent))).isTrue();
        assertThat(observer.hasAsked("edge", List.of(pod, silent))).isFalse();
        answers.add(REPORT.formatted(1, "one"));
        assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo("edge");
        assertThat(observer.hasAsked("edge", List.of(pod, silent))).isTrue();
    }

    @Test
    void a_pod_that_is_gone_is_no_longer_asked() throws InterruptedException {
        answers.add(REPORT.formatted(1, "one"));
        observer.observe("edge", List.of(pod), TOKEN);
        assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo("edge");
        observer.observe("edge", List.of(), TOKEN);
        assertThat(observer.report("edge", pod)).isEmpty();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean allowed =
                    ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            questions.add(exchange.getRequestURI().toString());
            String answer = answers.take();
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(allowed && !answer.equals("401") ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
