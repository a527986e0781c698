package io.tenbin.proxy.listener;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many connections the process has descriptors for. */
final class DescriptorLimit {
    private static final Pattern OPEN_FILES = Pattern.compile("^Max open files +(\\d+)", Pattern.MULTILINE);

    /** For sockets that listen, the event loops, files and the admin port. */
    private static final int RESERVE = 128;

    private DescriptorLimit() {}

    /** Client connections at which all descriptors but a reserve are used, one for the client and one for the server each. */
    static int connections() {
        return connections(openFiles());
    }

    static int connections(long openFiles) {
        return Math.clamp((openFiles - RESERVE) / 2, 1, Integer.MAX_VALUE);
    }

    /** RLIMIT_NOFILE as it is for this process: the JVM has raised it to the hard limit. */
    private static long openFiles() {
        try {
            Matcher matcher = OPEN_FILES.matcher(Files.readString(Path.of("/proc/self/limits")));
            return matcher.find() ? Long.parseLong(matcher.group(1)) : Integer.MAX_VALUE;
        } catch (IOException | NumberFormatException e) {
            return Integer.MAX_VALUE;
        }
    }
}
