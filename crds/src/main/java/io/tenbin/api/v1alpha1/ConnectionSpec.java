package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** Connections to servers. */
@Part
public record ConnectionSpec(
        @JsonPropertyDescription(
                "Whether connections are used for more than one request. ServerClose and Close mean the same here: the server's side closes, never the client's. Default: KeepAlive.")
        @OneOf({"KeepAlive", "ServerClose", "Close"})
        @Nullable
        String mode,

        @JsonPropertyDescription(
                "Which idle connections serve requests that must not be sent twice, such as POST. Safe: those used less than 100 ms ago. Aggressive: also those that were reused before. Always: any. Never: no request reuses a connection. Default: Safe.")
        @OneOf({"Safe", "Never", "Aggressive", "Always"})
        @Nullable
        String reuse,

        @JsonPropertyDescription(
                "How many requests may wait for one server, and how many for any of them, while their maxConnections are taken; over it 503, or another server for what a cookie sent to this one. Default: no limit.")
        @Min(1)
        @Max(1000000)
        @Nullable
        Integer maxQueue,

        @JsonPropertyDescription(
                "How many connections to each server a proxy keeps idle for the next request; more are closed when their request ends. 0 keeps none. Default: no limit but the 4 s for which one is kept.")
        @Min(0)
        @Max(1000000)
        @Nullable
        Integer maxIdlePerServer,

        @JsonPropertyDescription(
                "How many connections a proxy has to each server at the same time, idle ones too; who needs one when there are as many waits as for maxConnections. Default: no limit.")
        @Min(1)
        @Max(1000000)
        @Nullable
        Integer maxPerServer) {}
