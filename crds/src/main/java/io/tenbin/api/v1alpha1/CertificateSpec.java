package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A certificate that clients are shown. */
@Part
public record CertificateSpec(
        @JsonPropertyDescription(
                "Secret of type kubernetes.io/tls: the certificate with its chain in tls.crt, its key in tls.key.")
        @Required
        SecretReference secretRef) {}
