package io.tenbin.proxy.guide;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A network namespace: a host of the test's own, with addresses of its own, from which nothing leads out. Needs root. */
final class Host implements AutoCloseable {
    private final String name = "tenbin-guide-" + ProcessHandle.current().pid();
    private final List<Process> processes = new ArrayList<>();

    private Host() {}

    static Host start(String... addresses) throws IOException {
        Host host = new Host();
        run("ip", "netns", "add", host.name);
        host.command("ip", "link", "set", "lo", "up");
        for (String address : addresses) {
            host.command("ip", "addr", "add", address + "/32", "dev", "lo");
        }
        return host;
    }

    /** What a command there prints. */
    String command(String... command) throws IOException {
        return run(inside(command).toArray(String[]::new));
    }

    /** Starts what goes on by itself, with all that it prints in a file. */
    Process spawn(Path output, String... command) throws IOException {
        Process process = new ProcessBuilder(inside(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        processes.add(process);
        return process;
    }

    @Override
    public void close() throws IOException {
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            try {
                process.onExit().get(10, TimeUnit.SECONDS);
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                process.destroyForcibly().onExit().join();
            }
        }
        run("ip", "netns", "del", name);
    }

    private List<String> inside(String... command) {
        List<String> words = new ArrayList<>(List.of("nsenter", "--net=/var/run/netns/" + name));
        words.addAll(List.of(command));
        return words;
    }

    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.onExit().join();
        return output;
    }
}
