package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tenbin.proxy.Edge;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * gRPC's own <a href="https://github.com/grpc/grpc/blob/master/doc/interop-test-descriptions.md">interoperability tests</a> with the
 * proxy between a client and servers of grpc-go, all in clear text. Needs Go.
 */
class GrpcInteropIT {
    private static final List<Path> GO =
            List.of(Path.of("/usr/local/go/bin/go"), Path.of("/usr/lib/go/bin/go"), Path.of("/usr/bin/go"));

    /** In the order of the program. */
    private static final List<String> CASES = List.of(
            "empty_unary",
            "large_unary",
            "client_streaming",
            "server_streaming",
            "ping_pong",
            "empty_stream",
            "timeout_on_sleeping_server",
            "cancel_after_begin",
            "cancel_after_first_response",
            "status_code_and_message",
            "special_status_message",
            "custom_metadata",
            "unimplemented_method",
            "unimplemented_service");

    @TempDir
    static Path directory;

    private static Path program;

    @RegisterExtension
    final Edge edge = new Edge(1);

    @BeforeAll
    static void build() throws Exception {
        Path go = GO.stream().filter(Files::isExecutable).findFirst().orElse(null);
        assertThat(go != null || !"true".equals(System.getenv("CI")))
                .as("Go is installed")
                .isTrue();
        assumeTrue(go != null, "Go is not installed: the tests of gRPC cannot be built");
        program = directory.resolve("grpcinterop");
        Process build = new ProcessBuilder(go.toString(), "build", "-o", program.toString(), ".")
                .directory(new File("src/test/grpcinterop"))
                .inheritIO()
                .start();
        assertThat(build.waitFor()).as("go build").isZero();
    }

    @Test
    void all_cases_pass_and_the_calls_of_one_connection_reach_both_servers() throws Exception {
        edge.serve(
                edge.loadBalancer("defaultBackend: app"),
                Edge.backend(
                        "app",
                        "protocol: HTTP2\nhealthCheck: {type: None}\nservers: [%s, %s]"
                                .formatted(
                                        Edge.server("s1", startServer(), ""), Edge.server("s2", startServer(), ""))));

        assertThat(call(CASES)).containsExactlyElementsOf(passed(CASES));

        List<String> log = edge.log(CASES.size());
        long first = log.stream().filter(line -> line.contains(" app/s1 ")).count();
        long second = log.stream().filter(line -> line.contains(" app/s2 ")).count();
        assertThat(first).isGreaterThanOrEqualTo(CASES.size() / 2);
        assertThat(second).isBetween(first - 1, first + 1);
    }

    @Test
    void a_server_is_up_when_the_health_service_of_grpc_go_says_so() throws Exception {
        String check = "healthCheck: {type: GRPC, interval: 100ms, initialState: FullyDown, rise: 1}\n";
        edge.serve(
                edge.loadBalancer("defaultBackend: app"),
                Edge.backend(
                        "app", "protocol: HTTP2\n" + check + "servers: [" + Edge.server("s", startServer(), "") + "]"));
        await().until(() -> edge.served().metric("tenbin_endpoint_up", "server=\"s\"") == 1);

        assertThat(call(List.of("empty_unary"))).containsExactly("passed: empty_unary");
    }

    private static List<String> passed(List<String> cases) {
        return cases.stream().map(name -> "passed: " + name).toList();
    }

    /** Makes these calls on one connection to the proxy; what the client says. */
    private List<String> call(List<String> cases) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "client", ".log");
        ProcessBuilder client = new ProcessBuilder(
                program.toString(), "client", "127.0.0.1:" + edge.address().getPort());
        client.command().addAll(cases);
        Process process =
                client.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        edge.ends(process::destroyForcibly);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("ended").isTrue();
        return Files.readAllLines(output);
    }

    /** Its port. It ends with the test. */
    private int startServer() throws IOException {
        Process server = new ProcessBuilder(program.toString(), "server")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        edge.ends(server::destroyForcibly);
        BufferedReader said = server.inputReader();
        return Integer.parseInt(said.readLine());
    }
}
