package io.tenbin.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TlsProviderTest {

    @Test
    void the_library_is_there_and_is_taken_unless_the_jdk_is_asked_for() {
        TlsProvider best = TlsProvider.choose(TlsProvider.Kind.AUTO);
        TlsProvider openSsl = TlsProvider.choose(TlsProvider.Kind.OPENSSL);
        TlsProvider jdk = TlsProvider.choose(TlsProvider.Kind.JDK);

        assertThat(best.name()).isEqualTo("OpenSSL");
        assertThat(best.explanation()).isEqualTo("BoringSSL");
        assertThat(openSsl.explanation()).isEqualTo("BoringSSL, as configured");
        assertThat(jdk.name()).isEqualTo("JDK");
        assertThat(jdk.isJdk()).isTrue();
        assertThat(jdk.explanation()).isEqualTo("JDK, as configured");
    }
}
