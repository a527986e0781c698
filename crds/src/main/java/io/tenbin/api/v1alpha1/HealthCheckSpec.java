package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** How servers are checked. */
@Part
public record HealthCheckSpec(
        @JsonPropertyDescription(
                "What is done: connect (TCP), make a handshake and trust any certificate (TLS), send a request (HTTP), or call grpc.health.v1.Health/Check without TLS (GRPC); None never checks, and the server counts as up. Default: TCP.")
        @OneOf({"TCP", "TLS", "HTTP", "GRPC", "None"})
        @Nullable
        String type,

        @JsonPropertyDescription("From the start of one check to the start of the next; 100ms at least. Default: 2s.")
        @DurationString
        @Nullable
        String interval,

        @JsonPropertyDescription("The interval while a change is in the balance. Default: the interval.")
        @DurationString
        @Nullable
        String fastInterval,

        @JsonPropertyDescription("The interval while the server is down. Default: the interval.")
        @DurationString
        @Nullable
        String downInterval,

        @JsonPropertyDescription("How long a check may take, from the connect to the verdict. Default: the interval.")
        @DurationString
        @Nullable
        String timeout,

        @JsonPropertyDescription("Checks in a row that have to fail before the server is down. Default: 3.")
        @Min(1)
        @Max(100)
        @Nullable
        Integer fall,

        @JsonPropertyDescription("Checks in a row that have to pass before the server is up. Default: 2.")
        @Min(1)
        @Max(100)
        @Nullable
        Integer rise,

        @JsonPropertyDescription(
                "What an endpoint counts as when it appears. With Up and Down the first check decides, with FullyUp and FullyDown it takes fall or rise of them. Default: Up.")
        @OneOf({"Up", "FullyUp", "Down", "FullyDown"})
        @Nullable
        String initialState,

        @JsonPropertyDescription("The request; with type HTTP only.") @Nullable
        HttpCheckSpec http,

        @JsonPropertyDescription("Where checks go. Default: the port that work goes to.") @Min(1) @Max(65535) @Nullable
        Integer port,

        @JsonPropertyDescription(
                "Whether a line is logged when a server goes up or down only, or also for each check that changes what is known of it. Default: TransitionsOnly.")
        @OneOf({"TransitionsOnly", "AllChanges"})
        @Nullable
        String log) {}
