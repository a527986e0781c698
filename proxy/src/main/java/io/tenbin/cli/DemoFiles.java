package io.tenbin.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** The demonstration's objects in a directory. */
final class DemoFiles {
    private static final String LOAD_BALANCER = "loadbalancer.yaml";
    private static final String BACKENDS = "backends.yaml";

    /** Which ports the files were written for. Begins with a dot: no object. */
    private static final String PORTS = ".ports.properties";

    private static final int FIRST_SERVER = 9001;
    private static final int FRONT = 8080;

    private final Path directory;
    private final int front;
    private final List<Integer> servers;

    private DemoFiles(Path directory, int front, List<Integer> servers) {
        this.directory = directory;
        this.front = front;
        this.servers = List.copyOf(servers);
    }

    /** The files of that directory, written if they are not there. */
    static DemoFiles in(Path directory) throws IOException {
        Files.createDirectories(directory);
        Properties ports = new Properties();
        Path known = directory.resolve(PORTS);
        if (Files.exists(known)) {
            try (InputStream in = Files.newInputStream(known)) {
                ports.load(in);
            }
        }
        int front = port(ports, "front", FRONT, List.of());
        List<Integer> servers = new ArrayList<>();
        for (String name : DemoServers.names()) {
            int first = servers.isEmpty() ? FIRST_SERVER : servers.getLast() + 1;
            servers.add(port(ports, name, first, List.of(front)));
        }
        write(known, ports(front, servers));
        write(directory.resolve(LOAD_BALANCER), filled(LOAD_BALANCER, front, servers));
        write(directory.resolve(BACKENDS), filled(BACKENDS, front, servers));
        return new DemoFiles(directory, front, servers);
    }

    List<Integer> serverPorts() {
        return servers;
    }

    void tellWhatToTry(String adminUrl, PrintStream words) {
        String url = "http://localhost:" + front;
        Path file = directory.resolve(LOAD_BALANCER);
        words.println("Try, in another terminal:");
        words.println("  curl " + url + "/       again and again: the servers take turns");
        words.println("  curl " + url + "/two    a rule sends this to server two");
        words.println("  curl " + adminUrl + "/applied    what is in force");
        words.println();
        words.println("Then edit " + file + ", while requests run if you like:");
        words.println("  - let the rule's value be /second, and save: it is in force at once, and no");
        words.println("    request fails. curl " + url + "/second");
        words.println("  - write port: 80800, and save: one line here says what is wrong and where;");
        words.println("    what was in force stays so");
        words.println();
        words.println("Ctrl-C ends all of it; " + directory + " stays for the next time.");
    }

    private static int port(Properties known, String name, int first, List<Integer> taken) throws IOException {
        String value = known.getProperty(name);
        return value == null ? free(first, taken) : Integer.parseInt(value);
    }

    /** The first port from here on that nobody has. */
    private static int free(int first, List<Integer> taken) throws IOException {
        for (int port = first; port < first + 500; port++) {
            if (!taken.contains(port) && isFree(port)) {
                return port;
            }
        }
        throw new IOException("no port from " + first + " on is free");
    }

    private static boolean isFree(int port) {
        return canBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                && canBind(new InetSocketAddress(port));
    }

    private static boolean canBind(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String ports(int front, List<Integer> servers) {
        StringBuilder text = new StringBuilder("front=" + front + "\n");
        for (int i = 0; i < servers.size(); i++) {
            text.append(DemoServers.names().get(i))
                    .append('=')
                    .append(servers.get(i))
                    .append('\n');
        }
        return text.toString();
    }

    private static String filled(String name, int front, List<Integer> servers) throws IOException {
        try (InputStream in = DemoFiles.class.getResourceAsStream("/tenbin/demo/" + name)) {
            if (in == null) {
                throw new IOException("the program is incomplete: " + name + " is missing");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("${front}", "" + front);
            for (int i = 0; i < servers.size(); i++) {
                text = text.replace("${" + DemoServers.names().get(i) + "}", "" + servers.get(i));
            }
            return text;
        }
    }

    private static void write(Path file, String text) throws IOException {
        if (!Files.exists(file)) {
            Files.writeString(file, text);
        }
    }
}
