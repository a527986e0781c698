package io.tenbin.cli;

import io.tenbin.proxy.AddressOption;
import io.tenbin.proxy.Engine;
import io.tenbin.proxy.TlsProviderOption;
import io.tenbin.proxy.TransportOption;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of every command that serves. */
final class ServeOptions {
    @Option(
            names = "--admin",
            paramLabel = "ADDR",
            description =
                    "Address of the admin port, such as 9901 or 127.0.0.1:9901. Default: any free port on loopback.")
    private @Nullable String admin;

    @Option(names = "--threads", paramLabel = "N", description = "Event loops. Default: one per CPU.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--transport",
            paramLabel = "KIND",
            description = "Auto, IoUring, Epoll or Nio. Default: Auto, the first of the others that works.")
    private TransportOption transport = TransportOption.Auto;

    @Option(
            names = "--tls-provider",
            paramLabel = "KIND",
            description = "Auto, OpenSsl or Jdk. Default: Auto, which is BoringSSL where it can be loaded.")
    private TlsProviderOption tls = TlsProviderOption.Auto;

    @Option(names = "--verbose", description = "Write the log to standard error.")
    @SuppressWarnings("unused") // read before the first logger is made
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this.")
    @SuppressWarnings("unused") // picocli's alone
    private boolean help;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** @throws ParameterException if one of them is out of range */
    Engine.Options engine(OutputStream accessLog) {
        if (threads < 1 || threads > Engine.MOST_THREADS) {
            throw wrong("--threads: " + threads + " must be from 1 to " + Engine.MOST_THREADS);
        }
        return new Engine.Options(transport.kind(), tls.kind(), threads, address(), null, accessLog);
    }

    private InetSocketAddress address() {
        if (admin == null) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        }
        try {
            return AddressOption.parse(admin);
        } catch (IllegalArgumentException e) {
            throw wrong("--admin: " + e.getMessage());
        }
    }

    private RuntimeException wrong(String message) {
        return command == null
                ? new IllegalArgumentException(message)
                : new ParameterException(command.commandLine(), message);
    }
}
