package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What keeps a client at its server. */
@Part
public record PersistenceSpec(
        @JsonPropertyDescription(
                "A cookie that names the server. Its value is servers[].cookie, and for a discovered pod an opaque one that all proxies agree on.")
        @Nullable
        CookieSpec cookie,

        @JsonPropertyDescription(
                "A table in each proxy of which client has which server; a cookie comes before it. A client that is not in it goes where balance.algorithm Source leads it, in all proxies alike.")
        @Nullable
        StickOnSpec stickOn) {}
