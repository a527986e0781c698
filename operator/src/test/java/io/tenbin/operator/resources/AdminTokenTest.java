package io.tenbin.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdminTokenTest {
    private static final Owner EDGE = new Owner("shop", "edge", "uid");

    @Test
    void a_fresh_token_can_be_read_back_and_is_never_the_same() {
        Secret one = AdminToken.fresh(EDGE, new SecureRandom());
        Secret other = AdminToken.fresh(EDGE, new SecureRandom());
        assertThat(AdminToken.read(one))
                .hasValueSatisfying(token -> assertThat(token).hasSize(43));
        assertThat(AdminToken.read(one)).isNotEqualTo(AdminToken.read(other));
    }

    @Test
    void what_cannot_stand_in_a_header_is_no_token() {
        assertThat(AdminToken.read(new Secret())).isEmpty();
        assertThat(AdminToken.read(withToken(""))).isEmpty();
        assertThat(AdminToken.read(withToken("YQ0KYjogYw=="))).isEmpty();
        assertThat(AdminToken.read(withToken("YWJjCg=="))).contains("abc");
    }

    private static Secret withToken(String base64) {
        return new SecretBuilder().withData(Map.of(AdminToken.KEY, base64)).build();
    }
}
