package io.tenbin.config;

/** What an endpoint counts as before its first check (HAProxy's {@code init-state}). */
public enum InitialState {
    /** Up; the first check decides: if it fails, the endpoint is down. */
    UP,
    /** Up; {@code fall} checks in a row have to fail. */
    FULLY_UP,
    /** Down; the first check decides: if it passes, the endpoint is up. */
    DOWN,
    /** Down; {@code rise} checks in a row have to pass. */
    FULLY_DOWN;

    public boolean up() {
        return this == UP || this == FULLY_UP;
    }
}
