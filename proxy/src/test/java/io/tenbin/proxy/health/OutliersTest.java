package io.tenbin.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutliersTest {

    @ParameterizedTest
    @CsvSource({
        // up, all, percent, whether one more may go
        "1, 1, 100, false", // the last never
        "1, 4, 100, false",
        "2, 2, 100, true",
        "2, 2, 50, true",
        "2, 2, 49, false",
        "3, 3, 50, true",
        "2, 3, 50, false", // 2 of 3 would be out
        "4, 4, 50, true",
        "3, 4, 50, true",
        "2, 4, 50, false",
        "10, 10, 10, true",
        "9, 10, 10, false",
        "9, 9, 10, false",
        "5, 5, 0, false",
        "0, 0, 100, false",
    })
    void noMoreThanTheShareAndNeverTheLast(int up, int all, int percent, boolean allowed) {
        assertThat(Outliers.allowed(up, all, percent)).isEqualTo(allowed);
    }
}
