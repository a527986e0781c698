package io.tenbin.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a health check does. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TcpProbe.class, name = "TCP"),
    @JsonSubTypes.Type(value = TlsProbe.class, name = "TLS"),
    @JsonSubTypes.Type(value = GrpcProbe.class, name = "GRPC"),
    @JsonSubTypes.Type(value = HttpProbe.class, name = "HTTP")
})
public sealed interface HealthProbe permits TcpProbe, TlsProbe, HttpProbe, GrpcProbe {}
