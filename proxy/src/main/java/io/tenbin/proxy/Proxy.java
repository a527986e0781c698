package io.tenbin.proxy;

import io.tenbin.proxy.source.ConfigPlaces;
import io.tenbin.proxy.source.KubernetesSource;
import io.tenbin.proxy.transport.Transport;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program in a proxy pod. */
@Command(
        name = "tenbin-proxy",
        sortOptions = false,
        usageHelpWidth = 100,
        mixinStandardHelpOptions = true,
        description =
                "Balances for one LoadBalancer. Logs to standard error, writes the access log to standard output.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:after SIGTERM or SIGINT, when all work has ended or its time was up",
            " 1:it cannot start: the last line says why",
            " 2:the arguments are wrong",
            "130:ended at once by a second signal"
        })
public final class Proxy implements Callable<Integer> {

    @Option(
            names = "--config-map",
            required = true,
            paramLabel = "NAMESPACE/NAME",
            description = "the ConfigMap to follow, and the Secret of the same name")
    private String configMap = "";

    @Option(
            names = "--config-file",
            paramLabel = "FILE",
            description =
                    "the same ConfigMap's config.json as a mounted file (or FILE.gz), for when the API server is away")
    private @Nullable Path configFile;

    @Option(
            names = "--materials-dir",
            paramLabel = "DIR",
            description = "where the Secret of the ConfigMap's name is mounted, for when the API server is away")
    private @Nullable Path materialsDirectory;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "a directory that outlives a restart of the container: what was seen last is kept there")
    private @Nullable Path stateDirectory;

    @Option(
            names = "--admin",
            paramLabel = "ADDR",
            defaultValue = "9901",
            description = "address of the admin port (default: ${DEFAULT-VALUE}, on all addresses)")
    private String admin = "";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "holds the token that /applied wants (default: none wanted)")
    private @Nullable Path tokenFile;

    @Option(names = "--threads", paramLabel = "N", description = "event loops (default: one per CPU)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--transport",
            paramLabel = "KIND",
            defaultValue = "Auto",
            description = "Auto, IoUring, Epoll or Nio (default: ${DEFAULT-VALUE}: the first that works)")
    private TransportOption transport = TransportOption.Auto;

    @Option(
            names = "--tls-provider",
            paramLabel = "KIND",
            defaultValue = "Auto",
            description = "Auto, OpenSsl or Jdk (default: ${DEFAULT-VALUE}: BoringSSL where it can be loaded)")
    private TlsProviderOption tls = TlsProviderOption.Auto;

    @Spec
    private @Nullable CommandSpec command;

    private Proxy() {}

    /** Runs until a signal ends it. */
    public static void main(String[] arguments) {
        Processes.prepare();
        System.exit(new CommandLine(new Proxy())
                .setExecutionExceptionHandler(Processes::explain)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        int slash = configMap.indexOf('/');
        if (slash < 1 || slash == configMap.length() - 1) {
            throw wrong("--config-map: \"" + configMap + "\" must be NAMESPACE/NAME");
        }
        if (threads < 1 || threads > Engine.MOST_THREADS) {
            throw wrong("--threads: " + threads + " must be from 1 to " + Engine.MOST_THREADS);
        }
        Lifetime lifetime = Lifetime.begin();
        Engine engine = start();
        KubernetesSource source = KubernetesSource.inCluster(
                new ConfigPlaces(
                        configMap.substring(0, slash),
                        configMap.substring(slash + 1),
                        configFile,
                        materialsDirectory,
                        stateDirectory),
                engine.balancer(configMap.replaceFirst("/tenbin-", "/")));
        lifetime.serve(engine, source, System.err);
        return 0;
    }

    private RuntimeException wrong(String message) {
        return command == null
                ? new IllegalArgumentException(message)
                : new ParameterException(command.commandLine(), message);
    }

    private Engine start() throws IOException {
        Transport.Kind kind = transport.kind();
        InetSocketAddress address;
        try {
            address = AddressOption.parse(admin);
        } catch (IllegalArgumentException e) {
            throw wrong("--admin: " + e.getMessage());
        }
        return new Engine(
                new Engine.Options(
                        kind, tls.kind(), threads, address, tokenFile, new FileOutputStream(FileDescriptor.out)),
                (name, result) -> {});
    }
}
