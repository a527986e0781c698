package io.tenbin.proxy.differential;

import io.tenbin.proxy.Ports;
import io.tenbin.proxy.ServedDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What {@code tenbin run} does with the objects of the cases; one event loop, as HAProxy has one thread. */
final class TenbinSide implements Side {
    /** As many as a LoadBalancer may have. */
    private static final int LISTENERS = 32;

    private final List<Integer> ports;
    private final Origins origins = new Origins();
    private final Log log = new Log();
    private final ServedDirectory served = ServedDirectory.start(1, log::add);

    TenbinSide(int slots) throws IOException {
        ports = Ports.free(slots, InetAddress.getByName("0.0.0.0"));
    }

    @Override
    public void serve(List<Placed> cases) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int from = 0; from < cases.size(); from += LISTENERS) {
            text.append("""
                    ---
                    apiVersion: tenbin.io/v1alpha1
                    kind: LoadBalancer
                    metadata: {name: edge-%d}
                    spec:
                    """.formatted(from / LISTENERS));
            List<Placed> some = cases.subList(from, Math.min(cases.size(), from + LISTENERS));
            String acls = some.stream().map(this::acls).collect(Collectors.joining());
            text.append(acls.isEmpty() ? "" : "  acls:\n" + acls).append("  listeners:\n");
            some.forEach(placed -> text.append(listener(placed)));
        }
        cases.forEach(placed -> text.append(backends(placed)));
        served.serve(text.toString(), Math.ceilDiv(cases.size(), LISTENERS));
    }

    @Override
    public InetSocketAddress address(Placed placed) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(placed.slot()));
    }

    @Override
    public Origins origins() {
        return origins;
    }

    @Override
    public Log log() {
        return log;
    }

    /** The objects of one case, to look at. */
    String describe(Placed placed) {
        return acls(placed) + listener(placed) + backends(placed);
    }

    @Override
    public void close() throws IOException {
        served.close();
        origins.close();
    }

    private String acls(Placed placed) {
        StringBuilder text = new StringBuilder();
        placed.test()
                .listener()
                .acls()
                .forEach(acl ->
                        text.append("  - {").append(named(placed, acl.tenbin())).append("}\n"));
        return text.toString();
    }

    private String named(Placed placed, String text) {
        return placed.named(text, ports.get(placed.slot()));
    }

    private String listener(Placed placed) {
        Case.Listener listener = placed.test().listener();
        int port = ports.get(placed.slot());
        List<String> entries = new ArrayList<>();
        entries.add("name: " + placed.name() + ", port: " + port + ", protocol: HTTP");
        if (listener.defaultBackend() != null) {
            entries.add("defaultBackend: " + listener.defaultBackend());
        }
        if (!listener.options().tenbin().isEmpty()) {
            entries.add(listener.options().tenbin());
        }
        List<String> rules = listener.rules().stream()
                .map(Both::tenbin)
                .filter(rule -> !rule.isEmpty())
                .map(rule -> "{" + rule + "}")
                .toList();
        if (!rules.isEmpty()) {
            entries.add("rules: [" + String.join(", ", rules) + "]");
        }
        return named(placed, "  - {" + String.join(", ", entries) + "}\n");
    }

    private String backends(Placed placed) {
        StringBuilder text = new StringBuilder();
        for (Case.Backend backend : placed.test().backends()) {
            List<String> servers = new ArrayList<>();
            for (Case.Server server : backend.servers()) {
                String options = server.options().tenbin();
                servers.add("{name: " + server.name() + ", address: 127.0.0.1, port: " + origins.port(server.origin())
                        + (options.isEmpty() ? "" : ", " + options) + "}");
            }
            String options = backend.options().tenbin();
            text.append("""
                    ---
                    apiVersion: tenbin.io/v1alpha1
                    kind: Backend
                    metadata: {name: %s}
                    # Not checked, as HAProxy's servers are not without the word "check".
                    spec: {healthCheck: {type: None}, %sservers: [%s]}
                    """.formatted(
                            named(placed, backend.name()),
                            options.isEmpty() ? "" : named(placed, options) + ", ",
                            String.join(", ", servers)));
        }
        return text.toString();
    }
}
