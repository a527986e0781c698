package io.tenbin.cli;

import io.tenbin.proxy.source.Complaint;
import io.tenbin.proxy.source.FileCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        sortOptions = false,
        usageHelpWidth = 80,
        description = {
            "Say what the operator would say of objects in files.%n",
            "One line for each thing that is wrong: file and line, object, field, the value found and what "
                    + "is allowed. Exit code 0 if all is accepted, else 1. A reference to an object that is not "
                    + "in the files is a warning: it may be in the cluster.%n"
        })
final class CheckCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE|DIR",
            arity = "1..*",
            description =
                    "Files, directories of *.yaml, *.yml and *.json (not of directories), or - for standard input. "
                            + "They are judged together.")
    private List<Path> places = new ArrayList<>();

    @Option(names = "--strict", description = "Warnings count as errors.")
    private boolean strict;

    @Option(names = "--standalone", description = "Judge as `run` does: servers on this machine are allowed.")
    private boolean standalone;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this.")
    @SuppressWarnings("unused") // picocli's alone
    private boolean help;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CommandSpec command = Objects.requireNonNull(spec, "set by picocli");
        for (Path place : places) {
            if (!place.equals(FileCheck.INPUT) && !Files.exists(place)) {
                throw new NoSuchFileException(place.toString());
            }
        }
        FileCheck.Result result = FileCheck.of(places, System.in, standalone);
        PrintWriter out = command.commandLine().getOut();
        result.complaints().forEach(out::println);
        long errors = result.complaints().stream()
                .filter(complaint -> complaint.severity() == Complaint.Severity.ERROR)
                .count();
        long warnings = result.complaints().size() - errors;
        boolean good = errors == 0 && (warnings == 0 || !strict);
        out.println(places.stream().map(Path::toString).collect(Collectors.joining(" ")) + ": "
                + count(result.objects(), "object") + ", " + count(errors, "error") + ", "
                + count(warnings, "warning"));
        return good ? 0 : 1;
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
