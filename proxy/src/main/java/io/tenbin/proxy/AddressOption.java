package io.tenbin.proxy;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An address to bind, as an argument: {@code 9901}, {@code :9901}, {@code 127.0.0.1:9901}, {@code [::1]:9901}. */
public final class AddressOption {
    private static final Pattern FORM = Pattern.compile("(?:(\\[[0-9a-fA-F:.]+]|[^:\\[\\]]*):)?([0-9]{1,5})");

    private AddressOption() {}

    /**
     * Reads the argument. Without a host it means all of this machine's addresses; port 0 means any free one.
     *
     * @throws IllegalArgumentException if it is not of the form
     */
    public static InetSocketAddress parse(String argument) {
        Matcher matcher = FORM.matcher(argument);
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535) {
            throw new IllegalArgumentException("\"" + argument + "\" is not an address such as 9901 or 127.0.0.1:9901");
        }
        int port = Integer.parseInt(matcher.group(2));
        String host = matcher.group(1);
        return host == null || host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    }
}
