package io.tenbin.proxy.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/guide} as it stands, in front of real Squids on a host of the test's own. */
class GuideIT {
    private static final Pattern CACHE = Pattern.compile("(?mi)^X-Cache: MISS from (\\S+)");
    private static final Pattern COOKIE = Pattern.compile("(?mi)^Set-Cookie: (\\S+);");

    private static final Pattern SERVER = Pattern.compile(" ((?:google|squid)/\\S+) ");

    @TempDir
    private Path directory;

    private Host host;
    private Squid first;
    private Path log;
    private int tunnels;

    @BeforeEach
    void start() throws Exception {
        boolean possible = Files.isExecutable(Squid.PROGRAM)
                && "root".equals(System.getProperty("user.name"))
                && Files.isExecutable(Path.of("/usr/bin/nsenter"));
        if (!possible && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("needs root, squid, openssl, curl and iproute2");
        }
        assumeTrue(possible, "needs root, squid, openssl, curl and iproute2");
        // Readable for the user that Squid becomes.
        Files.setPosixFilePermissions(directory, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        host = Host.start("192.168.1.11", "192.168.1.12", "192.168.1.20");
        Path hosts = Files.writeString(directory.resolve("hosts"), "192.168.1.20 www.google.co.jp plain.example\n");
        first = new Squid(host, "squid1", "192.168.1.11:8008", directory, hosts);
        new Squid(host, "squid2", "192.168.1.12:8008", directory, hosts);
        origin();
        log = directory.resolve("tenbin.log");
        host.spawn(
                log,
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "io.tenbin.cli.Tenbin",
                "run",
                Path.of("..", "examples", "guide").toString());
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> curl("http://plain.example/").contains("X-Cache"));
    }

    @AfterEach
    void stop() throws Exception {
        if (host != null) {
            host.close();
        }
    }

    @Test
    void the_listing_of_the_guide_does_what_the_guide_says() throws Exception {
        // TLS to Google goes to its Backend, and never to the backup while the first server is up.
        for (int i = 0; i < 3; i++) {
            assertThat(serverOfGoogle()).isEqualTo("google/proxy01.hogehoge.org");
        }

        // Everything else takes turns, and stays by the cookie.
        String answer = curl("http://plain.example/");
        String cookie = find(COOKIE, answer);
        String squid = find(CACHE, answer);
        assertThat(cookie).isEqualTo("SERVERID=proxy0" + squid.charAt(squid.length() - 1));
        for (int i = 0; i < 4; i++) {
            String again = curl("http://plain.example/", "-b", cookie);
            assertThat(find(CACHE, again)).isEqualTo(squid);
            assertThat(again).doesNotContain("Set-Cookie");
        }
        assertThat(List.of(find(CACHE, curl("http://plain.example/")), find(CACHE, curl("http://plain.example/"))))
                .containsExactlyInAnyOrder("squid1", "squid2");
        assertThat(curl("http://www.google.co.jp/")).contains("X-Cache");
        assertThat(server("GET http://www.google.co.jp/", 1)).startsWith("squid/");

        // A Squid that is gone: noticed by the checks, the backup takes over, who stuck to it moves on.
        first.kill();
        await().atMost(20, TimeUnit.SECONDS).until(() -> log().contains("Server google/proxy01.hogehoge.org is DOWN"));
        await().atMost(20, TimeUnit.SECONDS).until(() -> log().contains("Server squid/proxy01.hogehoge.org is DOWN"));
        soonServesGoogle("google/proxy02.hogehoge.org");
        String moved = curl("http://plain.example/", "-b", "SERVERID=proxy01");
        assertThat(find(CACHE, moved)).isEqualTo("squid2");
        assertThat(find(COOKIE, moved)).isEqualTo("SERVERID=proxy02");

        // It comes back, after as many checks as rise says.
        first.start();
        await().atMost(30, TimeUnit.SECONDS).until(() -> log().contains("Server google/proxy01.hogehoge.org is UP"));
        soonServesGoogle("google/proxy01.hogehoge.org");
    }

    /** Answers TLS as www.google.co.jp, with a page about the connection. */
    private void origin() throws Exception {
        String key = directory.resolve("key.pem").toString();
        String certificate = directory.resolve("certificate.pem").toString();
        host.command(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=www.google.co.jp",
                "-keyout",
                key,
                "-out",
                certificate);
        host.spawn(
                directory.resolve("origin.log"),
                "openssl",
                "s_server",
                "-accept",
                "192.168.1.20:443",
                "-www",
                "-cert",
                certificate,
                "-key",
                key);
    }

    private String curl(String url, String... more) throws Exception {
        String[] command = new String[more.length + 7];
        System.arraycopy(
                new String[] {"curl", "-ksi", "-m", "10", "-x", "http://127.0.0.1:8080", url}, 0, command, 0, 7);
        System.arraycopy(more, 0, command, 7, more.length);
        return host.command(command);
    }

    /** The log's line is written when a change is known, and what is known counts in the next snapshot. */
    private void soonServesGoogle(String server) {
        await().atMost(1, TimeUnit.SECONDS).until(() -> serverOfGoogle().equals(server));
    }

    /** Makes a tunnel to Google, talks TLS through it, and says which server the access log names. */
    private String serverOfGoogle() throws Exception {
        assertThat(curl("https://www.google.co.jp/")).contains("200 Connection established", "Cipher");
        return server("CONNECT www.google.co.jp:443", ++tunnels);
    }

    /** Which server the log names for the n-th request like this; it is written when the exchange has ended. */
    private String server(String request, int number) {
        String quoted = "\"" + request;
        List<String> lines = await().atMost(10, TimeUnit.SECONDS)
                .until(
                        () -> log().lines()
                                .filter(line -> line.contains(quoted))
                                .toList(),
                        found -> found.size() == number);
        return find(SERVER, lines.getLast());
    }

    private String log() throws Exception {
        return Files.readString(log);
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1);
    }
}
