package dev.headgate.route;

import java.time.Duration;

/**
 * How long and how often a route tries.
 *
 * @param attempts tries at one target, at least one
 * @param backoffMin the shortest pause before another try at the same target
 * @param backoffMax the longest one
 * @param maxWait the longest wait that a throttling target may ask for without being left
 * @param connect until a connection to the upstream stands
 * @param firstToken until a stream's first content
 * @param answer until one target has given a whole answer
 * @param idle between two reads of an answer
 * @param minEventsPerSecond what a stream must bring once it has begun; 0 for anything
 * @param total the whole exchange, all attempts included
 */
public record Limits(
        int attempts,
        Duration backoffMin,
        Duration backoffMax,
        Duration maxWait,
        Duration connect,
        Duration firstToken,
        Duration answer,
        Duration idle,
        int minEventsPerSecond,
        Duration total) {}
