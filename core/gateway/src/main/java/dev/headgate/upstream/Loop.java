package dev.headgate.upstream;

import dev.headgate.time.Clock;
import io.vertx.core.Vertx;

/**
 * An event loop as its exchanges see it. Whatever takes one must be called on that loop.
 *
 * @param index from zero, below the number of loops
 */
public record Loop(int index, Vertx vertx, Clock clock) {}
