package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** TLS of one listener. */
@Part
@ValidationRule(
        value =
                "!has(self.mode) || self.mode != 'Passthrough' || !(has(self.certificates) || has(self.strictSni) || has(self.clientAuth) || has(self.profile) || has(self.minVersion) || has(self.cipherSuites) || has(self.sessionTickets))",
        message = ListenerTlsSpec.NOTHING_TO_PASS_THROUGH)
@ValidationRule(
        value = "has(self.mode) && self.mode == 'Passthrough' || has(self.certificates)",
        message = ListenerTlsSpec.NEEDS_CERTIFICATES)
public record ListenerTlsSpec(
        @JsonPropertyDescription(
                "Terminate: TLS ends here. Passthrough, with protocol TLS only: the name that a client asks for is read, and nothing changed; TLS is between client and server. Default: Terminate.")
        @OneOf({"Terminate", "Passthrough"})
        @Nullable
        String mode,

        @JsonPropertyDescription(
                "By order of preference. A client is shown one for the name that it asks for: exactly, or with one label in place of a *; the first one where none fits. Of two for one name with keys of both kinds, RSA and elliptic curves, the one that the client takes.")
        @ListType(ListType.Kind.ATOMIC)
        @Size(min = 1, max = 200)
        @Nullable
        List<CertificateSpec> certificates,

        @JsonPropertyDescription(
                "Whether a handshake fails where no certificate is for the name that the client asks for, or it asks for none. Default: false.")
        @Nullable
        Boolean strictSni,

        @JsonPropertyDescription("Certificates of clients.") @Nullable
        ClientAuthSpec clientAuth,

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
    public ListenerTlsSpec {
        certificates = Copies.ofNullable(certificates);
        cipherSuites = Copies.ofNullable(cipherSuites);
    }

    /** Whether TLS is none of the proxy's business. */
    public boolean passesThrough() {
        return "Passthrough".equals(mode);
    }

    /** What it has in common with all listeners. */
    public TlsSpec common() {
        return new TlsSpec(profile, minVersion, cipherSuites, sessionTickets);
    }

    /** Words of the rule on {@code mode}. */
    public static final String NOTHING_TO_PASS_THROUGH =
            "with mode Passthrough TLS is the server's: no other field is allowed";

    /** Words of the rule on {@code certificates}. */
    public static final String NEEDS_CERTIFICATES = "certificates are required unless mode is Passthrough";
}
