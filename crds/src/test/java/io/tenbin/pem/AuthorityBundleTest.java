package io.tenbin.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenbin.pem.MadeCertificates.Made;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AuthorityBundleTest {
    private static final MadeCertificates MADE = new MadeCertificates();

    @AfterAll
    static void remove() {
        MADE.close();
    }

    @Test
    void certificates_come_first_then_lists_of_revoked_ones_and_no_key() throws Exception {
        Made one = MADE.authority("one");
        Made other = MADE.authority("other");
        String revocations = MADE.revocations(one);

        String text = AuthorityBundle.parse(revocations + one.certificate() + one.key() + other.certificate())
                .text();

        assertThat(text).isEqualTo(one.certificate() + other.certificate() + revocations);
    }

    @Test
    void a_bundle_without_certificates_or_with_a_list_that_cannot_be_read_is_refused() {
        Made one = MADE.authority("one");

        assertThatThrownBy(() -> AuthorityBundle.parse(MADE.revocations(one)))
                .isInstanceOf(InvalidPemException.class)
                .hasMessage("holds no certificate");
        assertThatThrownBy(() -> AuthorityBundle.parse(
                        one.certificate() + "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n"))
                .isInstanceOf(InvalidPemException.class)
                .hasMessageStartingWith("list of revoked certificates 1 cannot be read");
    }
}
