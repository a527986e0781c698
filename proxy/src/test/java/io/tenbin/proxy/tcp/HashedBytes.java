package io.tenbin.proxy.tcp;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Random bytes, told by how many there were and by their hash: whether all arrived, each once and in order. */
record HashedBytes(long count, String sha256) {

    /** What was sent. */
    static HashedBytes send(OutputStream out, int total) throws IOException {
        MessageDigest digest = digest();
        byte[] chunk = new byte[96_000];
        Random random = new Random(7);
        for (int left = total; left > 0; left -= chunk.length) {
            random.nextBytes(chunk);
            int length = Math.min(left, chunk.length);
            digest.update(chunk, 0, length);
            out.write(chunk, 0, length);
        }
        return of(total, digest);
    }

    /** What arrives until the end, read on a thread of its own. */
    static CompletableFuture<HashedBytes> receive(InputStream in) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                MessageDigest digest = digest();
                byte[] buffer = new byte[96_000];
                long count = 0;
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    digest.update(buffer, 0, n);
                    count += n;
                }
                return of(count, digest);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /**
     * As {@link #receive}, but reads nothing before all buffers on the way are full: each writer has to wait for its reader.
     */
    static CompletableFuture<HashedBytes> receiveLate(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        AtomicInteger before = new AtomicInteger();
        await().pollInterval(Duration.ofMillis(100)).until(() -> {
            int waiting = in.available();
            return before.getAndSet(waiting) == waiting && waiting > 0;
        });
        return receive(in);
    }

    private static HashedBytes of(long count, MessageDigest digest) {
        return new HashedBytes(count, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
