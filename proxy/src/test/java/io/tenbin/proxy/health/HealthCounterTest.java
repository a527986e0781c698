package io.tenbin.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tenbin.config.InitialState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthCounterTest {

    @ParameterizedTest
    @CsvSource({
        "2, 3, UP,         F,                   D",
        "2, 3, UP,         S F F F,             U U U D",
        "2, 3, FULLY_UP,   F F F S S,           U U D D U",
        "2, 3, FULLY_UP,   F F S F F F,         U U U U U D",
        "2, 3, FULLY_UP,   F F F S F S S,       U U D D D D U",
        "4, 2, FULLY_UP,   F F S S S F S S S S, U D D D D D D D D U",
        "2, 3, DOWN,       S,                   U",
        "2, 3, DOWN,       F S S,               D D U",
        "2, 3, FULLY_DOWN, S S,                 D U",
        "1, 1, UP,         F S F,               D U D",
        "1, 1, DOWN,       S F,                 U D",
    })
    void countsAsHaproxyDoes(int rise, int fall, InitialState begin, String checks, String states) {
        HealthCounter counter = HealthCounter.begin(rise, fall, begin);
        StringBuilder seen = new StringBuilder();
        for (String check : checks.split(" ", -1)) {
            counter = check.equals("S") ? counter.passed() : counter.failed();
            seen.append(seen.isEmpty() ? "" : " ").append(counter.isUp() ? "U" : "D");
        }
        assertThat(seen).hasToString(states);
    }

    @ParameterizedTest
    @CsvSource({"UP, true", "FULLY_UP, true", "DOWN, false", "FULLY_DOWN, false"})
    void beginsAsItIsTold(InitialState state, boolean up) {
        assertThat(HealthCounter.begin(2, 3, state).isUp()).isEqualTo(up);
    }

    @Test
    void knowsWhenNothingIsInTheBalance() {
        HealthCounter safe = HealthCounter.begin(2, 3, InitialState.FULLY_UP);
        HealthCounter down = HealthCounter.begin(2, 3, InitialState.FULLY_DOWN);

        assertThat(safe.isSafe()).isTrue();
        assertThat(safe.failed().isSafe()).isFalse();
        assertThat(down.isSurelyDown()).isTrue();
        assertThat(down.passed().isSurelyDown()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        // rise, fall, value, to rise, to fall, value then
        "2, 3, 4, 5, 7, 11", // full health stays full
        "2, 3, 3, 2, 5, 5", // one failure is remembered
        "2, 3, 2, 2, 1, 2", // two failures are more than fit: up all the same
        "4, 2, 3, 2, 2, 1", // three passes are more than fit: down all the same
        "4, 2, 0, 1, 1, 0",
        "2, 3, 4, 2, 3, 4",
    })
    void otherNumbersKeepTheState(int rise, int fall, int value, int newRise, int newFall, int newValue) {
        HealthCounter before = new HealthCounter(rise, fall, value);

        HealthCounter after = before.with(newRise, newFall);

        assertThat(after).isEqualTo(new HealthCounter(newRise, newFall, newValue));
        assertThat(after.isUp()).isEqualTo(before.isUp());
    }

    @ParameterizedTest
    @CsvSource({"4, 3/3 UP", "3, 2/3 UP", "2, 1/3 UP", "1, 1/2 DOWN", "0, 0/2 DOWN"})
    void isShownAsHaproxyShowsIt(int value, String text) {
        assertThat(new HealthCounter(2, 3, value)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 0", "1, 0, 0", "2, 3, 5", "2, 3, -1"})
    void refusesWhatCannotBe(int rise, int fall, int value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new HealthCounter(rise, fall, value));
    }
}
