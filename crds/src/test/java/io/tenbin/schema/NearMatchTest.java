package io.tenbin.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearMatchTest {
    private static final List<String> ALGORITHMS =
            List.of("RoundRobin", "StaticRoundRobin", "LeastConnections", "Source", "First", "Random", "PeakEWMA");

    @ParameterizedTest
    @CsvSource({
        "roundrobin,       RoundRobin",
        "leastconn,        LeastConnections",
        "RoundRobbin,      RoundRobin",
        "Soruce,           Source",
        "peak,             PeakEWMA",
        "lea,              ",
        "weighted,         ",
        "'',               ",
    })
    void what_was_probably_meant(String word, String meant) {
        assertThat(NearMatch.of(word, ALGORITHMS).orElse(null)).isEqualTo(meant);
    }
}
