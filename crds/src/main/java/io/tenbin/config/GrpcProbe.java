package io.tenbin.config;

/**
 * Calls {@code grpc.health.v1.Health/Check} over HTTP/2 with prior knowledge, for the server as a whole, and passes if it says
 * {@code SERVING} (the gRPC Health Checking Protocol).
 */
public record GrpcProbe() implements HealthProbe {}
