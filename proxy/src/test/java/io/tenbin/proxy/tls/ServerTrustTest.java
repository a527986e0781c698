package io.tenbin.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tenbin.proxy.tls.TestPki.Issued;
import java.io.IOException;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerTrustTest {
    private static TestPki pki;

    @BeforeAll
    static void makeAuthority() throws IOException {
        pki = new TestPki();
    }

    @AfterAll
    static void forget() throws IOException {
        pki.close();
    }

    @ParameterizedTest
    @CsvSource({
        "a.example,           a.example,      true",
        "a.example,           A.Example.,     true",
        "a.example,           b.a.example,    false",
        "*.wild.example,      a.wild.example, true",
        "*.wild.example,      wild.example,   false",
        "*.wild.example,      a.b.wild.example, false",
        "*.example,           a.example,      false",
        "127.0.0.1,           127.0.0.1,      false",
        "a*.example.com,      ab.example.com, false",
    })
    void names_are_compared_as_rfc_9525_says(String name, String host, boolean accepted) throws Exception {
        assertThat(CertificateNames.of(certificate(pki.issue("DNS:" + name))).include(host))
                .isEqualTo(accepted);
    }

    @Test
    void addresses_are_compared_as_bytes() throws Exception {
        CertificateNames names = CertificateNames.of(certificate(pki.issue("IP:192.0.2.1,IP:2001:db8::1")));
        assertThat(names.include("192.0.2.1")).isTrue();
        assertThat(names.include("2001:db8:0:0:0:0:0:1")).isTrue();
        assertThat(names.include("192.0.2.2")).isFalse();
        assertThat(names.include("common.example")).isFalse();
    }

    @Test
    void an_authority_of_the_same_name_is_another_one() throws Exception {
        try (TestPki other = new TestPki()) {
            assertThat(failure(other.issue("DNS:a.example"), pki.authority(), "a.example"))
                    .isEqualTo(TlsFailure.UNKNOWN_AUTHORITY);
        }
    }

    @Test
    void without_authorities_nobody_is_trusted() throws Exception {
        assertThat(failure(pki.issue("DNS:a.example"), "", "a.example")).isEqualTo(TlsFailure.UNKNOWN_AUTHORITY);
    }

    @Test
    void a_certificate_that_is_itself_among_the_authorities_is_trusted_while_it_is_valid_and_for_the_name()
            throws Exception {
        Issued own = pki.selfSigned("DNS:a.example");
        assertThatCode(() -> check(own, own.certificate(), "a.example")).doesNotThrowAnyException();
        assertThat(failure(own, own.certificate(), "b.example")).isEqualTo(TlsFailure.WRONG_NAME);
        Issued expired = pki.expired("DNS:a.example");
        assertThat(failure(expired, expired.certificate(), "a.example")).isEqualTo(TlsFailure.EXPIRED);
    }

    @Test
    void what_is_on_a_list_of_revoked_ones_is_not_trusted() throws Exception {
        Issued revoked = pki.issue("DNS:a.example");
        Issued good = pki.issue("DNS:a.example");
        String authorities = pki.authority() + pki.revoking(revoked);
        assertThat(failure(revoked, authorities, "a.example")).isEqualTo(TlsFailure.REVOKED);
        assertThatCode(() -> check(good, authorities, "a.example")).doesNotThrowAnyException();
    }

    private static TlsFailure failure(Issued issued, String authorities, String host) {
        ServerCertificateException refusal =
                catchThrowableOfType(ServerCertificateException.class, () -> check(issued, authorities, host));
        return refusal.failure();
    }

    private static void check(Issued issued, String authorities, String host) throws Exception {
        ServerTrust.in(PemBlocks.of(authorities), host)
                .checkServerTrusted(new X509Certificate[] {certificate(issued)}, "ECDHE_ECDSA");
    }

    private static X509Certificate certificate(Issued issued) {
        return KeyedChain.parse(issued.material()).certificate();
    }
}
