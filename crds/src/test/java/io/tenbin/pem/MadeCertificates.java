package io.tenbin.pem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Certificates and keys that OpenSSL makes when they are asked for, in every form that it has. */
public final class MadeCertificates implements AutoCloseable {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path directory;
    private final AtomicInteger files = new AtomicInteger();

    public MadeCertificates() {
        try {
            directory = Files.createTempDirectory("tenbin-certificates");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A certificate and its key in PKCS #8, both in PEM. */
    public record Made(String certificate, String key) {}

    /** What signs others. */
    public Made authority(String name) {
        return signed(name, "CA:TRUE", null);
    }

    /** Signed by itself, for 30 days. */
    public Made selfSigned(String host) {
        return signed(host, "CA:FALSE", null);
    }

    /** Signed by itself, valid between these moments. */
    public Made between(String host, Instant notBefore, Instant notAfter) {
        String key = key();
        String request =
                run("req", "-new", "-key", file(key), "-subj", "/CN=" + host, "-addext", "subjectAltName=DNS:" + host);
        String certificate = run(
                "ca",
                "-batch",
                "-notext",
                "-selfsign",
                "-config",
                authorityConfiguration(),
                "-keyfile",
                file(key),
                "-in",
                file(request),
                "-startdate",
                FORM.format(notBefore),
                "-enddate",
                FORM.format(notAfter));
        return new Made(certificate, key);
    }

    public Made signedBy(Made authority, String host) {
        return signed(host, "CA:FALSE", authority);
    }

    /** An authority that another one has signed. */
    public Made authoritySignedBy(Made authority, String name) {
        return signed(name, "CA:TRUE", authority);
    }

    /** A certificate of this key. */
    public String certificateOf(String key, String host) {
        return run(
                "req",
                "-x509",
                "-new",
                "-key",
                file(key),
                "-subj",
                "/CN=" + host,
                "-days",
                "30",
                "-addext",
                "subjectAltName=DNS:" + host);
    }

    /** A list of revoked certificates, empty. */
    public String revocations(Made authority) {
        return run(
                "ca",
                "-gencrl",
                "-config",
                authorityConfiguration(),
                "-crldays",
                "30",
                "-keyfile",
                file(authority.key()),
                "-cert",
                file(authority.certificate()));
    }

    /** What {@code openssl} writes, with {@code input} in a file whose name stands for {@code FILE} in the arguments. */
    public String openssl(String input, String... arguments) {
        String file = file(input);
        return run(Stream.of(arguments)
                .map(argument -> argument.equals("FILE") ? file : argument)
                .toArray(String[]::new));
    }

    private Made signed(String name, String constraints, @Nullable Made by) {
        String key = key();
        List<String> arguments = new ArrayList<>(List.of(
                "req",
                "-x509",
                "-new",
                "-key",
                file(key),
                "-subj",
                "/CN=" + name,
                "-days",
                "30",
                "-addext",
                "basicConstraints=critical," + constraints,
                "-addext",
                "subjectAltName=DNS:" + name));
        if (by != null) {
            arguments.addAll(List.of("-CA", file(by.certificate()), "-CAkey", file(by.key())));
        }
        return new Made(run(arguments.toArray(String[]::new)), key);
    }

    private String key() {
        return run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256");
    }

    private String authorityConfiguration() {
        return file("""
                [ca]
                default_ca = d
                [d]
                database = %s
                new_certs_dir = %s
                rand_serial = yes
                default_md = sha256
                unique_subject = no
                copy_extensions = copyall
                policy = p
                [p]
                commonName = supplied
                """.formatted(file(""), directory));
    }

    private String file(String content) {
        Path file = directory.resolve("file-" + files.incrementAndGet());
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toString();
    }

    private String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Path errors = directory.resolve("errors");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectError(errors.toFile())
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + ": " + Files.readString(errors));
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("openssl is needed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : all.toList()) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
