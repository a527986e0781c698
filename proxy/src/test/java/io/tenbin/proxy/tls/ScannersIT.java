package io.tenbin.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tenbin.proxy.Edge;
import io.tenbin.proxy.http.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the public scanners of TLS say of an HTTPS listener as it is without any option. Of the fields of answers an edge says what browsers want. */
class ScannersIT {
    private static final Path TESTSSL = Path.of("/usr/bin/testssl");
    private static final Path SSLYZE =
            Path.of("../target/tools/sslyze/bin/sslyze").toAbsolutePath();

    /** Below them nothing is wrong: {@code DNS_CAArecord} is LOW for a name that no public zone has. */
    private static final Set<String> FAULTS = Set.of("MEDIUM", "HIGH", "CRITICAL", "FATAL");

    @RegisterExtension
    final Edge edge = new Edge();

    @TempDir
    Path directory;

    @Test
    void testssl_finds_nothing_above_low() throws Exception {
        assumeInstalled(TESTSSL);
        serve();
        Path report = directory.resolve("report.json");

        String said = run(
                TESTSSL.toString(),
                "--quiet",
                "--color=0",
                "--nodns=none",
                "--warnings=off",
                // All but the lists of ciphers and of clients, which show and do not judge.
                "--protocols",
                "--std",
                "--fs",
                "--server-defaults",
                "--headers",
                "--vulnerable",
                "--ip=127.0.0.1",
                "--add-ca=" + directory.resolve("ca.pem"),
                "--jsonfile=" + report,
                target());

        Set<String> seen = new TreeSet<>();
        Set<String> faults = new TreeSet<>();
        for (JsonNode finding : new ObjectMapper().readTree(report.toFile())) {
            seen.add(finding.path("id").asText());
            if (FAULTS.contains(finding.path("severity").asText())) {
                faults.add(finding.toString());
            }
        }
        assertThat(faults).as(said).isEmpty();
        assertThat(seen).as(said).contains("TLS1_3", "cipherlist_LOW", "cert_chain_of_trust", "heartbleed", "LUCKY13");
    }

    @Test
    void sslyze_says_that_it_complies_with_mozillas_intermediate() throws Exception {
        assumeInstalled(SSLYZE);
        serve();

        String said = run(
                SSLYZE.toString(),
                "--certinfo_ca_file=" + directory.resolve("ca.pem"),
                "--mozilla_config=intermediate",
                target());

        assertThat(said).contains(target() + ": OK - Compliant.");
    }

    private String target() {
        return "localhost:" + edge.address().getPort();
    }

    private void serve() throws IOException, InterruptedException {
        shell("""
                openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 90 -subj '/CN=Test CA' \
                  -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
                openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout tls.key -out tls.csr -subj /CN=localhost
                printf '%s\\n' subjectAltName=DNS:localhost,IP:127.0.0.1 basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature \
                  extendedKeyUsage=serverAuth crlDistributionPoints=URI:http://crl.example/test.crl >extensions
                openssl x509 -req -in tls.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 90 -sha256 -extfile extensions -out tls.crt
                """);
        String secret = """
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: localhost}
                type: kubernetes.io/tls
                stringData:
                  tls.crt: |
                %s  tls.key: |
                %s""".formatted(indented("tls.crt"), indented("tls.key"));
        edge.serve(
                Edge.loadBalancer("", edge.listener("HTTPS", """
                        tls: {certificates: [{secretRef: {name: localhost}}]}, defaultBackend: app,
                        responseHeaders: {set: [{name: Strict-Transport-Security, value: max-age=63072000},
                          {name: Content-Security-Policy, value: default-src 'none'}, {name: X-Content-Type-Options, value: nosniff}]}""")),
                secret,
                Edge.backend(
                        "app",
                        "servers: ["
                                + Edge.server(
                                        "a",
                                        edge.ends(TestServer.saying("hello")).port(),
                                        "") + "]"));
    }

    private String indented(String file) throws IOException {
        return Files.readString(directory.resolve(file)).indent(4);
    }

    private void shell(String script) throws IOException, InterruptedException {
        run("bash", "-euc", script);
    }

    private String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private static void assumeInstalled(Path program) {
        boolean there = Files.isExecutable(program);
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("needs " + program);
        }
        assumeTrue(there, "needs " + program);
    }
}
