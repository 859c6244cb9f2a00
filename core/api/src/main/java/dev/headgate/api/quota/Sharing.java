package dev.headgate.api.quota;

/**
 * Among whom limits are held at the moment.
 *
 * @param replicas how many gateways there are, this one included, as far as is known
 */
public record Sharing(Mode mode, int replicas) {
    /** Where the levels are that count. */
    public enum Mode {
        /** In this process, which holds the limits alone. */
        ALONE,
        /** In a store that all replicas share. */
        SHARED,
        /** In this process, because the shared store cannot be reached: each replica holds its share of every limit. */
        LOCAL_SHARE
    }

    /** Of a gateway that shares with nobody. */
    public static final Sharing ALONE = new Sharing(Mode.ALONE, 1);

    /** Whether less can be promised than was configured. */
    public boolean degraded() {
        return mode == Mode.LOCAL_SHARE;
    }
}
