package io.tenbin.e2e.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A program run to its end.
 *
 * @param input what it reads, empty for nothing
 * @param timeout after it the program is killed
 */
public record Command(List<String> line, Path directory, String input, Duration timeout) {

    public Command {
        line = List.copyOf(line);
    }

    /** What a program wrote, and its exit code. */
    public record Result(List<String> line, int code, String out, String err) {

        /** The output of a program that succeeded. */
        public String output() {
            if (code != 0) {
                throw new AssertionError(this + "\n" + out + err);
            }
            return out;
        }

        @Override
        public String toString() {
            return String.join(" ", line) + ": exit code " + code;
        }
    }

    Result run() {
        try {
            Process process =
                    new ProcessBuilder(line).directory(directory.toFile()).start();
            CompletableFuture<String> out = read(process.getInputStream());
            CompletableFuture<String> err = read(process.getErrorStream());
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(UTF_8));
            }
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", line) + ": not done after " + timeout);
            }
            return new Result(line, process.exitValue(), out.get(), err.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CompletableFuture<String> read(java.io.InputStream in) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (in) {
                text.complete(new String(in.readAllBytes(), UTF_8));
            } catch (IOException e) {
                text.completeExceptionally(e);
            }
        });
        return text;
    }
}
