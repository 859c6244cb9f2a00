package dev.headgate.dispatch;

import dev.headgate.api.Phase;
import java.time.Duration;

/**
 * What is expected of one use of a filter, and what happens when it does not keep it.
 *
 * @param name of the filter, as configured
 * @param skip whether an exchange goes on without the filter when it fails; else the exchange fails
 * @param limit the time it may take for itself before the rest of the chain, and again after it
 * @param blocking whether it runs on a thread of its own
 */
public record Contract(String name, Phase phase, boolean skip, Duration limit, boolean blocking) {}
