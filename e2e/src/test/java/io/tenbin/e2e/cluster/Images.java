package io.tenbin.e2e.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Image archives, put where the kubelet finds them unless the same content is there already. */
final class Images {

    private final Cluster cluster;
    private final Path work;
    private final String clusterId;

    Images(Cluster cluster) {
        this.cluster = cluster;
        this.work = cluster.root().resolve("e2e/target/images");
        // A cluster made anew has lost its images, and has another of this.
        this.clusterId = cluster.client()
                .namespaces()
                .withName("kube-system")
                .require()
                .getMetadata()
                .getUid();
    }

    /** Loads the image of a module of this project, made by {@code image/build}, and returns its content's hash. */
    String loadModule(String module) {
        Path archive = cluster.root().resolve(module + "/target/tenbin-" + module + ".tar");
        if (!Files.exists(archive)) {
            throw new IllegalStateException(archive + " is missing: run image/build " + module);
        }
        return load(archive);
    }

    /** Loads the application that tests send requests to. */
    void loadTestApplication() {
        try {
            Files.createDirectories(work);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path archive = work.resolve("testapp.tar");
        cluster.run("testapp-image", "", archive.toString()).output();
        load(archive);
    }

    private String load(Path archive) {
        try {
            String hash = sha256(archive);
            Path marker = work.resolve(archive.getFileName() + ".loaded");
            String content = clusterId + " " + hash;
            if (!Files.exists(marker) || !Files.readString(marker).equals(content)) {
                cluster.run("load", "", archive.toString()).output();
                Files.createDirectories(work);
                Files.writeString(marker, content);
            }
            return hash;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digesting = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digesting.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
