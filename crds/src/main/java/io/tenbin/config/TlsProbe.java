package io.tenbin.config;

/** Makes a TLS handshake, and passes if that succeeds, whoever the certificate is for (HAProxy's {@code check-ssl verify none}). */
public record TlsProbe() implements HealthProbe {}
