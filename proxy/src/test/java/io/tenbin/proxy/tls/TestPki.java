package io.tenbin.proxy.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority that is made when it is needed, by OpenSSL in a directory of its own. */
public final class TestPki implements AutoCloseable {
    private static final char[] NO_SECRET = "none".toCharArray();

    private final Path directory;
    private int made;

    /** A new one, whom nobody knows. */
    public TestPki() throws IOException {
        directory = Files.createTempDirectory("tenbin-pki");
        openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 90"
                + " -subj /CN=authority -keyout ca.key -out ca.crt");
    }

    /**
     * A certificate with its key, in PEM.
     *
     * @param certificate with its chain
     * @param key in PKCS #8
     */
    public record Issued(String certificate, String key) {
        /** Both, as a proxy gets them. */
        public String material() {
            return certificate + key;
        }

        /** What a server in Java shows; it trusts the authority of its clients. */
        public SSLContext context(String authority) throws IOException {
            try {
                KeyStore keys = KeyStore.getInstance("PKCS12");
                keys.load(null, null);
                KeyedChain own = KeyedChain.parse(material());
                X509Certificate[] chain = own.certificates().toArray(X509Certificate[]::new);
                keys.setKeyEntry("own", own.key(), NO_SECRET, chain);
                KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
                managers.init(keys, NO_SECRET);
                KeyStore trusted = KeyStore.getInstance("PKCS12");
                trusted.load(null, null);
                trusted.setCertificateEntry(
                        "authority",
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(
                                        new ByteArrayInputStream(authority.getBytes(StandardCharsets.US_ASCII))));
                TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
                trust.init(trusted);
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
                return context;
            } catch (GeneralSecurityException e) {
                throw new IOException(e);
            }
        }
    }

    /** The authority's own certificate, in PEM. */
    public String authority() throws IOException {
        return Files.readString(directory.resolve("ca.crt"));
    }

    /**
     * A certificate for these.
     *
     * @param names as OpenSSL writes them: {@code DNS:a.example,IP:127.0.0.1}; empty for none
     */
    public Issued issue(String names) throws IOException {
        return issue(names, 90);
    }

    /** One whose time was over before it began. */
    public Issued expired(String names) throws IOException {
        return issue(names, -1);
    }

    /** One that no authority has signed. */
    public Issued selfSigned(String names) throws IOException {
        String at = "self" + ++made;
        openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 90 -subj /CN=self"
                + " -addext subjectAltName=" + names + " -keyout " + at + ".key -out " + at + ".crt");
        return read(at);
    }

    private Issued issue(String names, int days) throws IOException {
        String at = "own" + ++made;
        openssl("req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=common.example -keyout " + at
                + ".key -out " + at + ".csr");
        Files.writeString(
                directory.resolve(at + ".ext"),
                names.isEmpty() ? "basicConstraints=CA:FALSE\n" : "subjectAltName=" + names + "\n");
        openssl("x509 -req -in " + at + ".csr -CA ca.crt -CAkey ca.key -CAcreateserial -days " + days + " -extfile "
                + at + ".ext -out " + at + ".crt");
        return read(at);
    }

    private Issued read(String at) throws IOException {
        return new Issued(
                Files.readString(directory.resolve(at + ".crt")), Files.readString(directory.resolve(at + ".key")));
    }

    /** Runs it here; its words are parted by blanks. */
    public void openssl(String words) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(Arrays.asList(words.split(" ")));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command + ": " + said);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** A list, in PEM, on which this one is revoked and no other. */
    public String revoking(Issued issued) throws IOException {
        Files.writeString(directory.resolve("index.txt"), "");
        Files.writeString(directory.resolve("revoked.crt"), issued.certificate());
        Files.writeString(directory.resolve("ca.cnf"), """
                [ca]
                default_ca = own
                [own]
                database = index.txt
                default_md = sha256
                default_crl_days = 10
                """);
        String how = " -config ca.cnf -cert ca.crt -keyfile ca.key";
        openssl("ca" + how + " -revoke revoked.crt");
        openssl("ca" + how + " -gencrl -out list.pem");
        return Files.readString(directory.resolve("list.pem"));
    }

    /** Where it is. */
    public Path directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
