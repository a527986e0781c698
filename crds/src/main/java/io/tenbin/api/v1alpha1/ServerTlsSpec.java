package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** TLS to servers. */
@Part
public record ServerTlsSpec(
        @JsonPropertyDescription("Whether connections to servers, and their checks, are in TLS. Default: false.")
        @Nullable
        Boolean enabled,

        @JsonPropertyDescription(
                "Whose certificate is accepted. Required: one that an authority has signed, that is valid now, and that is for verifyHost. None: anybody's; whoever can get between proxy and server reads and changes all, and status says so. Default: Required.")
        @OneOf({"Required", "None"})
        @Nullable
        String verify,

        @JsonPropertyDescription(
                "Who signs the servers' certificates. Default: the authorities that the proxy's Java runtime trusts.")
        @Nullable
        CaReference caRef,

        @JsonPropertyDescription(
                "The DNS name that servers are asked for (Server Name Indication). Default: verifyHost if it is a DNS name, else the server's own, if its address is one; otherwise none is sent.")
        @Size(min = 1, max = 253)
        @Pattern("^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\\.)*[a-z]([-a-z0-9]{0,61}[a-z0-9])?$")
        @Nullable
        String sni,

        @JsonPropertyDescription(
                "The DNS name or the IP address that a certificate has to be for, among its subject alternative names. Default: sni, else the server's own address if it is a DNS name; with verify Required one of the three is needed.")
        @Size(min = 1, max = 253)
        @Pattern("^[0-9A-Za-z:][0-9A-Za-z.:_-]*$")
        @Nullable
        String verifyHost,

        @JsonPropertyDescription(
                "A Secret with the certificate, of type kubernetes.io/tls, that is shown to servers that ask for one. Default: none is shown.")
        @Nullable
        SecretReference clientCertificateRef,

        @JsonPropertyDescription("The oldest version of TLS that is spoken. Default: TLSv1.2.")
        @OneOf({"TLSv1.2", "TLSv1.3"})
        @Nullable
        String minVersion) {}
