package io.tenbin.proxy.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.config.AuthoritiesConfig;
import io.tenbin.config.CertificateConfig;
import io.tenbin.config.ClientAuthConfig;
import io.tenbin.config.HttpListenerConfig;
import io.tenbin.config.MaterialName;
import io.tenbin.config.Materials;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.TerminatedTlsConfig;
import io.tenbin.config.TicketKeys;
import io.tenbin.config.TlsVersion;
import io.tenbin.pem.MadeCertificates;
import io.tenbin.proxy.Configs;
import io.tenbin.proxy.Ports;
import io.tenbin.proxy.RunningEngine;
import io.tenbin.proxy.http.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates and options change under load, on two replicas that share their ticket keys, and no client notices. */
class RotationIT {
    private static final String BODY = "it works";
    private static final List<String> SUITES =
            List.of("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");

    @TempDir
    Path directory;

    private final MadeCertificates made = new MadeCertificates();
    private final Random random = new Random(7);
    private final List<String> certificates = new ArrayList<>();
    private final List<RunningEngine> replicas = new ArrayList<>();
    private final List<Integer> ports = Ports.free(2, InetAddress.getLoopbackAddress());
    private String authority;
    private TicketKeys keys = TicketKeys.random(random);
    private TestServer app;

    @BeforeEach
    void start() throws Exception {
        app = TestServer.saying(BODY);
        for (int i = 0; i < 5; i++) {
            MadeCertificates.Made one = made.selfSigned("edge.example");
            certificates.add(one.certificate() + one.key());
        }
        authority = made.authority("clients").certificate();
        for (int ignored : ports) {
            replicas.add(RunningEngine.start());
        }
        apply(tls(0, TlsVersion.TLS_1_2, SUITES, null));
    }

    @AfterEach
    void stop() throws IOException {
        replicas.forEach(RunningEngine::close);
        app.close();
        made.close();
    }

    @Test
    void a_hundred_rotations_and_a_hundred_edits_of_options_fail_no_handshake_and_no_request() throws Exception {
        TlsLoad load = new TlsLoad(ports, BODY);
        load.start(1);
        long during;
        try {
            await().until(() -> load.requests.sum() > 100);
            for (int i = 1; i <= 100; i++) {
                apply(tls(i, TlsVersion.TLS_1_2, SUITES, null));
                if (i % 10 == 1) {
                    shows(certificates.get(i % certificates.size()));
                }
                apply(edited(i));
            }
            during = load.resumptions.sum();
            apply(tls(0, TlsVersion.TLS_1_2, SUITES, null));
            await().until(() -> load.resumptions.sum() > during + 10);
        } finally {
            load.stop();
        }

        assertThat(load.failures).isEmpty();
        assertThat(load.fullHandshakes.sum()).isGreaterThan(100);
        assertThat(during).as("resumptions").isGreaterThan(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void a_session_is_resumed_by_the_other_replica_and_after_a_change_of_certificate_and_keys(String version)
            throws Exception {
        Path session = directory.resolve("session");
        assertThat(openssl(ports.get(0), version, "-sess_out", session.toString()))
                .contains("New, TLSv1");

        assertThat(openssl(ports.get(1), version, "-sess_in", session.toString()))
                .contains("Reused, TLSv1");

        keys = keys.rotated(random, 3);
        // In TLS 1.2 a session goes on only with the cipher suite that it had: their order stays.
        apply(tls(1, TlsVersion.TLS_1_2, SUITES, null));
        assertThat(openssl(ports.get(1), version, "-sess_in", session.toString()))
                .as("after a change")
                .contains("Reused, TLSv1");
    }

    private static String openssl(int port, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "openssl", "s_client", "-connect", "127.0.0.1:" + port, "-servername", "edge.example", "-ign_eof"));
        command.addAll(List.of(options));
        Process client = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream in = client.getOutputStream()) {
            in.write("GET / HTTP/1.1\r\nHost: edge.example\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
        }
        return new String(client.getInputStream().readAllBytes(), US_ASCII);
    }

    private TerminatedTlsConfig edited(int i) {
        return switch (i % 5) {
            case 0 -> tls(i, TlsVersion.TLS_1_3, SUITES, null);
            case 1 -> tls(i, TlsVersion.TLS_1_2, SUITES.reversed(), null);
            case 2 -> tls(i, TlsVersion.TLS_1_2, SUITES.subList(0, 1), null);
            case 3 -> {
                keys = keys.rotated(random, 3);
                yield tls(i, TlsVersion.TLS_1_2, SUITES, null);
            }
            default ->
                tls(
                        i,
                        TlsVersion.TLS_1_2,
                        SUITES,
                        new ClientAuthConfig(
                                false,
                                new AuthoritiesConfig("Secret default/clients ca.crt", MaterialName.of(authority))));
        };
    }

    private TerminatedTlsConfig tls(int certificate, TlsVersion min, List<String> suites, ClientAuthConfig clientAuth) {
        String pem = certificates.get(certificate % certificates.size());
        return new TerminatedTlsConfig(
                List.of(new CertificateConfig("default/edge", MaterialName.of(pem))),
                false,
                min,
                suites,
                MaterialName.of(keys.text()),
                clientAuth);
    }

    private void apply(TerminatedTlsConfig tls) {
        List<String> texts = new ArrayList<>(certificates);
        texts.add(keys.text());
        texts.add(authority);
        for (int i = 0; i < replicas.size(); i++) {
            replicas.get(i).apply(config(ports.get(i), tls), Materials.of(texts));
        }
    }

    private ProxyConfig config(int port, TerminatedTlsConfig tls) {
        HttpListenerConfig plain = Configs.httpListener("web", port, List.of(), "app");
        HttpListenerConfig listener = new HttpListenerConfig(
                plain.name(),
                plain.port(),
                plain.bindPort(),
                null,
                tls,
                plain.timeouts(),
                plain.http(),
                plain.headers(),
                plain.accessLog(),
                plain.rules(),
                plain.defaultBackend());
        return Configs.config(
                Configs.drain(Duration.ZERO, Duration.ofSeconds(5)),
                List.of(listener),
                Configs.httpBackend("app", Configs.servers(app.port())));
    }

    private void shows(String pem) throws Exception {
        for (int port : ports) {
            assertThat(TlsLoad.shown(port)).isEqualTo(KeyedChain.parse(pem).certificate());
        }
    }
}
