package io.tenbin.proxy.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compared with what {@code openssl x509 -subject -nameopt oneline -nameopt compat} says. */
class ClientCertificateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CN=client,O=Example,C=FR | /C=FR/O=Example/CN=client",
                "CN=a\\,b\\=c,OU=x | /OU=x/CN=a,b=c",
                "1.2.840.113549.1.9.1=#160b6140622e6578616d706c65,CN=x | /CN=x/emailAddress=a@b.example",
                "CN=Zo\u00eb | /CN=Zo\\xC3\\xAB",
                "CN=a\\0D\\0Ab | /CN=a\\x0D\\x0Ab",
            })
    void the_subject_is_in_the_order_of_the_certificate(String rfc2253, String expected) {
        assertThat(ClientCertificate.subject(rfc2253)).isEqualTo(expected);
    }
}
