package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** How long a server may take. */
@Part
public record ServerTimeoutsSpec(
        @JsonPropertyDescription("Until the connection stands. Default: 3s.") @DurationString @Nullable
        String connect,

        @JsonPropertyDescription(
                "Inactivity while the server is to send or to read; before the head of an answer 504. Default: 30s.")
        @DurationString
        @Nullable
        String server,

        @JsonPropertyDescription("Inactivity both ways in an upgraded or TCP connection. Default: 1h.")
        @DurationString
        @Nullable
        String tunnel,

        @JsonPropertyDescription(
                "Waiting for a server whose maxConnections are all taken; over it 503. Default: the same as connect.")
        @DurationString
        @Nullable
        String queue) {}
