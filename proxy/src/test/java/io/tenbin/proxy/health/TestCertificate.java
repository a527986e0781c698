package io.tenbin.proxy.health;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A key and a certificate that nobody signed, made by the JDK's keytool when they are first needed. */
final class TestCertificate {
    static final TestCertificate VALID = new TestCertificate("-1d");
    static final TestCertificate EXPIRED = new TestCertificate("-30d");

    private static final String PASSWORD = "not a secret";

    private final String begin;
    private SSLContext context;

    private TestCertificate(String begin) {
        this.begin = begin;
    }

    /** The server's side of a TLS connection over this one. Its handshake has not begun. */
    SSLSocket server(Socket socket) throws IOException {
        SSLSocket tls = (SSLSocket) context().getSocketFactory().createSocket(socket, null, socket.getPort(), true);
        tls.setUseClientMode(false);
        return tls;
    }

    private synchronized SSLContext context() throws IOException {
        if (context == null) {
            Path directory = Files.createTempDirectory("tenbin-certificate");
            Path file = directory.resolve("keys.p12");
            try {
                generate(file);
                context = read(file);
            } catch (GeneralSecurityException e) {
                throw new IOException(e);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        }
        return context;
    }

    private void generate(Path file) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-alias", "a", "-keyalg", "EC", "-dname", "CN=elsewhere.example.com"));
        command.addAll(List.of("-startdate", begin, "-validity", "10", "-storepass", PASSWORD, "-keystore"));
        command.add(file.toString());
        try {
            Process keytool =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IOException(said);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static SSLContext read(Path file) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(managers.getKeyManagers(), null, null);
        return made;
    }
}
