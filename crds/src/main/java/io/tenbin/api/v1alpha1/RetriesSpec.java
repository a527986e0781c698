package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a request is tried again, and where. */
@Part
public record RetriesSpec(
        @JsonPropertyDescription("How often a request is tried again after the first attempt. Default: 3.")
        @Min(0)
        @Max(100)
        @Nullable
        Integer count,

        @JsonPropertyDescription(
                "What a request is tried again after: ConnectFailure (nothing was sent), Unprocessed (the server says so), EmptyResponse (the connection was lost before the first byte of an answer), ResponseTimeout, JunkResponse, and statuses, whose answers are held back until that is decided. After all but the first two only idempotent requests are repeated, unless allowNonIdempotent. An empty list means never. Default: ConnectFailure, Unprocessed, EmptyResponse.")
        @ListType(ListType.Kind.SET)
        @Size(max = 17)
        @OneOf({
            "ConnectFailure",
            "Unprocessed",
            "EmptyResponse",
            "ResponseTimeout",
            "JunkResponse",
            "401",
            "403",
            "404",
            "408",
            "421",
            "425",
            "429",
            "500",
            "501",
            "502",
            "503",
            "504"
        })
        @Nullable
        List<String> retryOn,

        @JsonPropertyDescription(
                "Which retries leave the server that a request belongs to by its cookie or hash: every n-th if positive; if negative, the n-th before the last, such as -1 for the last one only; 0 for none. Other requests go to another server at once, unless it is 0. Default: -1.")
        @Min(-100)
        @Max(100)
        @Nullable
        Integer redispatch,

        @JsonPropertyDescription(
                "Whether a request is repeated although it is not idempotent and a server may have acted on it. Default: false.")
        @Nullable
        Boolean allowNonIdempotent,

        @JsonPropertyDescription(
                "Retries allowed in 10 s, in percent of the requests in that time; 50 are allowed in any case. Default: 20.")
        @Min(0)
        @Max(10000)
        @Nullable
        Integer budgetPercent,

        @JsonPropertyDescription(
                "Bytes of a request's body that are kept to be sent again, up to 16Mi; a request with a larger body is not repeated once part of it was sent. Default: 64Ki.")
        @SizeQuantity
        @Nullable
        Quantity bufferSize) {
    public RetriesSpec {
        retryOn = Copies.ofNullable(retryOn);
    }
}
