package dev.headgate.api;

/** A counter of a plugin's own on the gateway's metrics. Safe to use from any thread. */
@FunctionalInterface
public interface Tally {
    /** Counts nothing. */
    Tally NONE = (n, labels) -> {};

    /**
     * Adds to it.
     *
     * @param labels one for each name that the counter was made with; nothing of a prompt or an answer belongs here.
     *     When there are more combinations than the gateway has room for, further ones are counted together as
     *     {@code other}
     */
    void add(long n, String... labels);
}
