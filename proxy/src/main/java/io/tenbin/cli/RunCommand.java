package io.tenbin.cli;

import io.tenbin.proxy.source.FileCheck;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        sortOptions = false,
        usageHelpWidth = 80,
        description = {
            "Serve the LoadBalancers of a directory.%n",
            "DIR holds what `kubectl apply` takes: LoadBalancer and Backend, and where wanted "
                    + "Service and EndpointSlice. Files *.yaml, *.yml and *.json count. They are watched: "
                    + "what is saved is in force at once, and no connection is dropped. A file that is "
                    + "broken is told of, and its last good version stays.",
            "The access log goes to standard output, everything else to standard error. "
                    + "SIGTERM or Ctrl-C lets requests finish for 10 s; a second one ends at once.%n"
        })
final class RunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The directory.")
    private Path directory = Path.of("");

    @Mixin
    private ServeOptions options = new ServeOptions();

    @Override
    public Integer call() throws Exception {
        PrintStream words = System.err;
        Serving serving = new Serving(directory, options.engine(new FileOutputStream(FileDescriptor.out)), words);
        tell(serving, words);
        String nothing = FileCheck.nothingIn(directory);
        if (nothing != null) {
            words.println(directory + ": " + nothing);
        }
        words.println("watching " + directory + ": what you save is in force at once. Ctrl-C ends.");
        serving.untilSignal();
        return 0;
    }

    static void tell(Serving serving, PrintStream words) {
        words.println("transport  " + serving.transport());
        words.println("tls        " + serving.tls());
        words.println("admin      " + serving.adminUrl() + "/  livez readyz metrics applied");
        Map<String, String> urls = serving.urls();
        if (urls.isEmpty()) {
            words.println("listening  nowhere yet: no LoadBalancer has a listener in force");
        }
        urls.forEach((name, url) -> words.println("listening  " + url + "  " + name));
    }
}
