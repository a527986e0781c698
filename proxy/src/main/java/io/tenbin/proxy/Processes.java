package io.tenbin.proxy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.Security;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** What every program of ours does first, and when it fails. */
public final class Processes {
    private static final int FAILED = 1;

    private Processes() {}

    /** To be called before anything else, so that nothing has read these settings yet. */
    public static void prepare() {
        // The JVM would keep an answer of DNS for 30 s, and a failure for 10.
        Security.setProperty("networkaddress.cache.ttl", "1");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
    }

    /** Tells in one line why a command cannot go on. A trace is for what should never happen. */
    public static int explain(Exception cause, CommandLine command, ParseResult arguments) {
        boolean expected = cause instanceof IOException
                || cause instanceof IllegalArgumentException
                || cause instanceof IllegalStateException;
        if (expected) {
            command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + message(cause));
        } else {
            cause.printStackTrace(command.getErr());
        }
        return FAILED;
    }

    private static String message(Exception cause) {
        return cause instanceof NoSuchFileException
                ? cause.getMessage() + ": no such file or directory"
                : String.valueOf(cause.getMessage());
    }
}
