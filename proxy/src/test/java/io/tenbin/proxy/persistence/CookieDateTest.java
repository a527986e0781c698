package io.tenbin.proxy.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CookieDateTest {

    @Test
    void five_characters_of_six_bits_hold_a_quarter_of_the_seconds() {
        StringBuilder out = new StringBuilder();
        CookieDate.write(out, 1_700_000_000L);

        assertThat(out).hasToString("ZVPxA");
        assertThat(CookieDate.read("|ZVPxA|", 1)).isEqualTo(1_700_000_000L);
    }

    @Test
    void seconds_are_rounded_up_to_four() {
        StringBuilder out = new StringBuilder();
        CookieDate.write(out, 1_700_000_001L);

        assertThat(CookieDate.read(out.toString(), 0)).isEqualTo(1_700_000_004L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ZVPx", "ZVP!A", "AAAAA"})
    void what_is_no_date_is_none(String text) {
        assertThat(CookieDate.read(text, 0)).isZero();
    }
}
