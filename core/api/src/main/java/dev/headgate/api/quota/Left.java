package dev.headgate.api.quota;

import java.time.Duration;

/**
 * How a limit stands.
 *
 * @param used what is spent and held; more than the capacity when somebody has spent more than was held
 * @param remaining what can still be claimed, never negative
 * @param reset how long until all of it can be claimed again if nothing more is; nothing for a concurrency, where that is
 *     for others to say
 */
public record Left(long used, long remaining, Duration reset) {}
