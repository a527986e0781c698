package io.tenbin.proxy.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A Squid of the test's own, which names itself in {@code X-Cache} of what it answers. */
final class Squid {
    static final Path PROGRAM = Path.of("/usr/sbin/squid");

    private final Host host;
    private final String name;
    private final Path directory;
    private Process process;

    /** @param hosts names and addresses, in the form of {@code /etc/hosts}: nobody else is asked */
    Squid(Host host, String name, String address, Path directory, Path hosts) throws Exception {
        this.host = host;
        this.name = name;
        this.directory = Files.createDirectory(directory.resolve(name));
        Files.writeString(this.directory.resolve("squid.conf"), """
                http_port %s
                visible_hostname %s
                hosts_file %s
                dns_nameservers 127.0.0.1
                http_access allow all
                cache deny all
                memory_cache_shared off
                shutdown_lifetime 0 seconds
                cache_effective_user proxy
                pid_filename none
                cache_log %s/cache.log
                access_log none
                coredump_dir %s
                """.formatted(
                        address, name, hosts, this.directory, this.directory));
        // Squid gives up root, and writes there all the same.
        new ProcessBuilder("chown", "-R", "proxy", this.directory.toString())
                .start()
                .waitFor();
        start();
    }

    void start() throws IOException {
        process = host.spawn(
                directory.resolve("output"),
                PROGRAM.toString(),
                "-N",
                "-n",
                name,
                "-f",
                directory.resolve("squid.conf").toString());
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }
}
