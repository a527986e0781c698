package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** How long a client may take. */
@Part
public record ClientTimeoutsSpec(
        @JsonPropertyDescription("Inactivity while the client is to send or to read. Default: 30s.")
        @DurationString
        @Nullable
        String client,

        @JsonPropertyDescription("For the whole head of a request, from its first byte; over it 408. Default: 10s.")
        @DurationString
        @Nullable
        String httpRequest,

        @JsonPropertyDescription("For the first byte of the next request. Default: 30s.") @DurationString @Nullable
        String httpKeepAlive,

        @JsonPropertyDescription(
                "Inactivity both ways in an upgraded or TCP connection; of this and the Backend's the shorter counts. Default: 1h.")
        @DurationString
        @Nullable
        String tunnel) {}
