package io.tenbin.cli;

import io.tenbin.proxy.Engine;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        sortOptions = false,
        usageHelpWidth = 80,
        description = {
            "Three small servers, a load balancer in front of them, and what to try.",
            "The load balancer's objects are written into a directory, for you to edit. Files that are "
                    + "there already are kept. Ctrl-C ends all of it.%n"
        })
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--dir", paramLabel = "DIR", description = "The directory. Default: ./tenbin-demo.")
    private Path directory = Path.of("tenbin-demo");

    @Option(names = "--access-log", description = "Write a line for each request to standard output.")
    private boolean accessLog;

    @Mixin
    private ServeOptions options = new ServeOptions();

    @Override
    public Integer call() throws Exception {
        PrintStream words = System.err;
        OutputStream log = accessLog ? new FileOutputStream(FileDescriptor.out) : OutputStream.nullOutputStream();
        // Before anything is written or started.
        Engine.Options engine = options.engine(log);
        DemoFiles files = DemoFiles.in(directory);
        try (DemoServers servers = DemoServers.start(files.serverPorts())) {
            Serving serving = new Serving(directory, engine, words);
            words.println();
            words.println(
                    "Servers one, two and three run on ports " + servers.ports() + ", a load balancer before them.");
            words.println();
            RunCommand.tell(serving, words);
            words.println();
            files.tellWhatToTry(serving.adminUrl(), words);
            serving.untilSignal();
        }
        return 0;
    }
}
