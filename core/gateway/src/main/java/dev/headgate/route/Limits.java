package dev.headgate.route;

import java.time.Duration;

/**
 * How long and how often a route tries.
 *
 * @param attempts tries at one target, at least one
 * @param backoffMin the shortest pause before another try at the same target
 * @param backoffMax the longest one
 * @param connect until a connection to the upstream stands
 * @param firstToken until a stream's first content; whole answers are bounded by {@code total} alone
 * @param idle between two reads of an answer
 * @param total the whole exchange, all attempts included
 */
public record Limits(
        int attempts,
        Duration backoffMin,
        Duration backoffMax,
        Duration connect,
        Duration firstToken,
        Duration idle,
        Duration total) {}
