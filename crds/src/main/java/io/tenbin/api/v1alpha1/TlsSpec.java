package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How TLS is spoken with clients. */
@Part
public record TlsSpec(
        @JsonPropertyDescription(TlsSpec.PROFILE) @OneOf({"Modern", "Intermediate", "Old", "Custom"}) @Nullable
        String profile,

        @JsonPropertyDescription(TlsSpec.MIN_VERSION) @OneOf({"TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"}) @Nullable
        String minVersion,

        @JsonPropertyDescription(TlsSpec.CIPHER_SUITES)
        @ListType(ListType.Kind.ATOMIC)
        @Size(min = 1, max = 32)
        @Nullable
        List<@Size(min = 1, max = 64) @Pattern("^[A-Za-z0-9][A-Za-z0-9_-]*$") String> cipherSuites,

        @JsonPropertyDescription(TlsSpec.SESSION_TICKETS) @Nullable
        Boolean sessionTickets) {
    public TlsSpec {
        cipherSuites = Copies.ofNullable(cipherSuites);
    }

    static final String PROFILE =
            "Mozilla's recommendations for servers. Modern: TLS 1.3 only. Intermediate: from TLS 1.2 on, with forward secrecy. Old: from TLS 1.0 on, for clients of long ago. Custom: what cipherSuites says, from TLS 1.2 on unless minVersion says otherwise. Default: Intermediate.";
    static final String MIN_VERSION = "The oldest version that is spoken. Default: the profile's.";
    static final String CIPHER_SUITES =
            "Suites of TLS 1.2 and before in order of preference, by their names in OpenSSL or of IANA. Those of TLS 1.3 are always there. Default: the profile's; Custom has none of its own.";
    static final String SESSION_TICKETS =
            "Whether clients get tickets with which they resume a session at every proxy of the LoadBalancer. Default: true.";
}
