package io.tenbin.proxy.log;

/**
 * How much else was under way when the exchange ended, itself included (configuration manual 8.2.3).
 *
 * @param process {@code %ac}: client connections of the process
 * @param listener {@code %fc}: of the listener
 * @param backend {@code %bc}: exchanges of the Backend, 0 if none was reached
 * @param server {@code %sc}: exchanges of the endpoint, 0 if none was reached
 * @param attempts what it took to find the server
 */
public record LogLoad(int process, int listener, int backend, int server, LogAttempts attempts) {

    /** {@code %rc}. */
    public int retries() {
        return attempts.retries();
    }

    /** Whether another endpoint than the first was reached. */
    public boolean redispatched() {
        return attempts.redispatched();
    }
}
