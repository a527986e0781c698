package io.tenbin.cli;

import io.netty.util.Version;
import io.tenbin.proxy.tls.TlsProvider;
import io.tenbin.proxy.transport.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "version", usageHelpWidth = 80, description = "Say which version this is.")
final class VersionCommand implements Callable<Integer> {
    @Option(names = "-v", description = "And what it runs on: JVM, Netty, transports, TLS.")
    private boolean verbose;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out =
                Objects.requireNonNull(spec, "set by picocli").commandLine().getOut();
        out.println("tenbin " + version());
        if (verbose) {
            out.println("java   " + Runtime.version() + ", " + System.getProperty("java.vm.name"));
            out.println("netty  " + version(Version.identify().get("netty-common")));
            for (Transport.Kind kind :
                    new Transport.Kind[] {Transport.Kind.IO_URING, Transport.Kind.EPOLL, Transport.Kind.NIO}) {
                out.println("       " + availability(kind));
            }
            out.println("tls    " + TlsProvider.choose(TlsProvider.Kind.AUTO).explanation());
        }
        return 0;
    }

    private static String version() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = VersionCommand.class.getResourceAsStream("/tenbin/version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        }
        return properties.getProperty("version", "unknown");
    }

    private static String version(@Nullable Version version) {
        return version == null ? "unknown" : version.artifactVersion();
    }

    private static String availability(Transport.Kind kind) {
        try (Transport transport = Transport.start(kind, 1)) {
            return "transport " + transport.name() + " works";
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
