package io.tenbin.translate;

import io.tenbin.api.v1alpha1.HealthCheckSpec;
import io.tenbin.api.v1alpha1.HttpCheckSpec;
import io.tenbin.config.CheckTiming;
import io.tenbin.config.GrpcProbe;
import io.tenbin.config.HealthCheckConfig;
import io.tenbin.config.HealthProbe;
import io.tenbin.config.HttpProbe;
import io.tenbin.config.HttpProbe.StatusRange;
import io.tenbin.config.InitialState;
import io.tenbin.config.SendProxyProtocol;
import io.tenbin.config.TcpProbe;
import io.tenbin.config.TlsProbe;
import io.tenbin.schema.Quoted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a Backend says of health checks for all servers and a server for itself, merged field by field.
 *
 * @param type null for what suits the kind of server
 * @param fastInterval null for the interval; so {@code downInterval} and {@code timeout}
 */
record CheckSettings(
        @Nullable Type type,
        Duration interval,
        @Nullable Duration fastInterval,
        @Nullable Duration downInterval,
        @Nullable Duration timeout,
        int fall,
        int rise,
        InitialState initialState,
        HttpProbe http,
        @Nullable Integer port,
        boolean logAll) {

    enum Type {
        TCP("TCP"),
        TLS("TLS"),
        HTTP("HTTP"),
        GRPC("GRPC"),
        NONE("None");

        /** As in the resource. */
        final String word;

        Type(String word) {
            this.word = word;
        }
    }

    /** These settings with what the spec at {@code path} says otherwise. */
    CheckSettings with(String path, @Nullable HealthCheckSpec spec, Findings findings) {
        if (spec == null) {
            return this;
        }
        Duration shortest = CheckTiming.SHORTEST;
        return new CheckSettings(
                switch (spec.type()) {
                    case null -> type;
                    case "TLS" -> Type.TLS;
                    case "HTTP" -> Type.HTTP;
                    case "GRPC" -> Type.GRPC;
                    case "None" -> Type.NONE;
                    default -> Type.TCP;
                },
                or(findings.atLeast(path + ".interval", spec.interval(), shortest), interval),
                orNull(findings.atLeast(path + ".fastInterval", spec.fastInterval(), shortest), fastInterval),
                orNull(findings.atLeast(path + ".downInterval", spec.downInterval(), shortest), downInterval),
                orNull(findings.atLeast(path + ".timeout", spec.timeout(), shortest), timeout),
                or(spec.fall(), fall),
                or(spec.rise(), rise),
                switch (spec.initialState()) {
                    case null -> initialState;
                    case "FullyUp" -> InitialState.FULLY_UP;
                    case "Down" -> InitialState.DOWN;
                    case "FullyDown" -> InitialState.FULLY_DOWN;
                    default -> InitialState.UP;
                },
                http(path + ".http", spec.http(), findings),
                orNull(spec.port(), port),
                spec.log() == null ? logAll : spec.log().equals("AllChanges"));
    }

    /**
     * Null if nothing is checked.
     *
     * @param kind the type, or what takes its place
     * @param header what connections to the server begin with; as in HAProxy, checks of another port do not
     */
    @Nullable
    HealthCheckConfig config(Type kind, @Nullable SendProxyProtocol header) {
        return switch (kind) {
            case NONE -> null;
            case TCP -> config(new TcpProbe(), header);
            case TLS -> config(new TlsProbe(), header);
            case HTTP -> config(http, header);
            case GRPC -> config(new GrpcProbe(), header);
        };
    }

    private HealthCheckConfig config(HealthProbe probe, @Nullable SendProxyProtocol header) {
        return new HealthCheckConfig(
                probe,
                new CheckTiming(
                        interval, or(fastInterval, interval), or(downInterval, interval), or(timeout, interval)),
                fall,
                rise,
                initialState,
                port,
                port == null ? header : null,
                logAll);
    }

    private HttpProbe http(String path, @Nullable HttpCheckSpec spec, Findings findings) {
        return spec == null
                ? http
                : new HttpProbe(
                        or(spec.method(), http.method()),
                        or(spec.path(), http.path()),
                        orNull(spec.host(), http.host()),
                        spec.expectStatus() == null
                                ? http.expectStatus()
                                : statuses(path + ".expectStatus", spec.expectStatus(), findings));
    }

    private List<StatusRange> statuses(String path, String text, Findings findings) {
        List<StatusRange> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String[] ends = part.strip().split("-", 2);
            int from = Integer.parseInt(ends[0]);
            int to = ends.length == 1 ? from : Integer.parseInt(ends[1]);
            if (to < from) {
                findings.invalid(
                        path,
                        Quoted.of(text) + " holds " + from + "-" + to
                                + ", which is empty: the lower status comes first");
                return http.expectStatus();
            }
            ranges.add(new StatusRange(from, to));
        }
        return ranges;
    }

    private static <T> T or(@Nullable T value, T absent) {
        return value == null ? absent : value;
    }

    private static <T> @Nullable T orNull(@Nullable T value, @Nullable T absent) {
        return value == null ? absent : value;
    }
}
