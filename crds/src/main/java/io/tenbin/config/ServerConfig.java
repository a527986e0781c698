package io.tenbin.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A line in a Backend: a fixed address, or a Service whose endpoints are discovered. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AddressServerConfig.class, name = "Address"),
    @JsonSubTypes.Type(value = ServiceServerConfig.class, name = "Service")
})
public sealed interface ServerConfig permits AddressServerConfig, ServiceServerConfig {

    /** Unique in the Backend. */
    String name();

    /** For a Service those of each endpoint. */
    ServerOptions options();
}
