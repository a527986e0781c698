package io.tenbin.proxy.health;

import io.tenbin.config.InitialState;

/**
 * Rise and fall, exactly as HAProxy counts them ({@code set_server_check_status} in its {@code check.c}): one number from 0 to
 * {@code rise + fall - 1}. From {@code rise} on it means up. One pass while up gives full health back, one failure while down
 * takes all of it.
 *
 * <pre>
 *        pass                pass: to the top at once
 *   0 ──────────&gt; … rise-1 │ rise …  ─────────────────&gt; rise+fall-1
 *     &lt;──fail: to 0 at once │        &lt;──────fail: by one──
 *             down         │            up
 * </pre>
 *
 * @param rise checks in a row that have to pass before it is up, at least 1
 * @param fall checks in a row that have to fail before it is down, at least 1
 * @param value 0 to {@code rise + fall - 1}
 */
record HealthCounter(int rise, int fall, int value) {

    HealthCounter {
        if (rise < 1 || fall < 1 || value < 0 || value > rise + fall - 1) {
            throw new IllegalArgumentException("rise " + rise + ", fall " + fall + ", value " + value);
        }
    }

    static HealthCounter begin(int rise, int fall, InitialState state) {
        return new HealthCounter(
                rise,
                fall,
                switch (state) {
                    case UP -> rise;
                    case FULLY_UP -> rise + fall - 1;
                    case DOWN -> rise - 1;
                    case FULLY_DOWN -> 0;
                });
    }

    boolean isUp() {
        return value >= rise;
    }

    /** Up, and no failure is remembered. */
    boolean isSafe() {
        return value == rise + fall - 1;
    }

    /** Down, and no pass is remembered. */
    boolean isSurelyDown() {
        return value == 0;
    }

    HealthCounter passed() {
        int next = Math.min(value + 1, rise + fall - 1);
        return new HealthCounter(rise, fall, next >= rise ? rise + fall - 1 : next);
    }

    HealthCounter failed() {
        int next = Math.max(value - 1, 0);
        return new HealthCounter(rise, fall, next < rise ? 0 : next);
    }

    /** The same state under other numbers: up stays up, down stays down, and as many checks in a row are remembered as fit. */
    HealthCounter with(int newRise, int newFall) {
        if (newRise == rise && newFall == fall) {
            return this;
        }
        int failures = rise + fall - 1 - value;
        return new HealthCounter(
                newRise,
                newFall,
                isUp() ? Math.max(newRise, newRise + newFall - 1 - failures) : Math.min(value, newRise - 1));
    }

    /** As HAProxy shows it: {@code 3/3 UP}, failures that are left before it is down; {@code 1/2 DOWN}, passes that it has. */
    @Override
    public String toString() {
        return isUp() ? value - rise + 1 + "/" + fall + " UP" : value + "/" + rise + " DOWN";
    }
}
