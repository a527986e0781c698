package io.tenbin.config;

/**
 * Which endpoints work is given to.
 *
 * @param algorithm which of the usable ones
 * @param allBackups whether all backups are used while no other server can be, or only the first
 */
public record BalanceConfig(AlgorithmConfig algorithm, boolean allBackups) {

    /** Each in turn, and of the backups only the first. */
    public static final BalanceConfig DEFAULT = new BalanceConfig(new AlgorithmConfig.RoundRobin(), false);
}
