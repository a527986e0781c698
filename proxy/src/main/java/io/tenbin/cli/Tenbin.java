package io.tenbin.cli;

import io.tenbin.proxy.Processes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line's entry. */
@Command(
        name = "tenbin",
        usageHelpWidth = 80,
        mixinStandardHelpOptions = false,
        header = "A load balancer for Kubernetes that also runs without it.%n",
        subcommands = {DemoCommand.class, RunCommand.class, CheckCommand.class, VersionCommand.class, HelpCommand.class
        },
        footer = {
            "",
            "The script tenbin also knows: test, image.",
            "`tenbin help COMMAND` tells more of each.",
            "",
            "Exit codes: 0 all is well; 1 it is not, and the output says why; 2 the",
            "arguments are wrong; 130 ended at once by a second signal."
        })
public final class Tenbin implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this.")
    @SuppressWarnings("unused") // picocli's alone
    private boolean help;

    private Tenbin() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        // The log is for operators of a fleet; here the commands themselves say what happens.
        if (!Arrays.asList(arguments).contains("--verbose")) {
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
            System.setProperty("org.slf4j.simpleLogger.log.io.tenbin.proxy.source.HostResolver", "warn");
            System.setProperty("org.slf4j.simpleLogger.log.io.tenbin.proxy.health.HealthLog", "info");
        }
        Processes.prepare();
        System.exit(commandLine().execute(arguments));
    }

    /** The commands, without what main does to the process. */
    static CommandLine commandLine() {
        return new CommandLine(new Tenbin())
                .setExecutionExceptionHandler(Processes::explain)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "Which command?");
        }
    }
}
