package io.tenbin.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** No field without a test that sees what it does. */
class FieldCoverageTest {
    private static Claims claims;

    @BeforeAll
    static void read() throws IOException {
        claims = Claims.read(Path.of(".."));
    }

    @Test
    void every_field_is_set_and_observed_by_a_test() throws IOException {
        Set<String> missing = new TreeSet<>(SchemaFields.settings());
        missing.removeAll(claims.testsByField().keySet());

        assertThat(missing)
                .as(
                        "Fields that no test sets to a value other than the default and sees the effect of. Find or write such a "
                                + "test (what the proxy acts on: with sockets, in proxy/; what the operator acts on: in operator/ "
                                + "or e2e/), and annotate it: @Covers(\"<the path below>\")")
                .isEmpty();
    }

    @Test
    void what_tests_claim_to_cover_are_fields() throws IOException {
        Set<String> unknown = new TreeSet<>(claims.testsByField().keySet());
        unknown.removeAll(SchemaFields.settings());

        assertThat(unknown)
                .as(
                        "Paths in @Covers that are no fields (any more), or that stand for the same setting as another path; see Covers. "
                                + "Claimed by: %s",
                        claims.testsByField().entrySet().stream()
                                .filter(claim -> unknown.contains(claim.getKey()))
                                .toList())
                .isEmpty();
    }

    @Test
    void what_claims_to_cover_is_a_test() {
        assertThat(claims.mistakes()).isEmpty();
    }
}
