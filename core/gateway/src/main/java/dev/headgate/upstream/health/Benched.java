package dev.headgate.upstream.health;

import java.time.Duration;
import java.util.Optional;

/**
 * The news that a provider refused a credential, which somebody should look into.
 *
 * @param model the only model it was refused for, where it is one
 * @param status the provider's
 * @param rest how long it will not be used
 * @param times how often in a row, from 1
 */
public record Benched(Optional<String> model, int status, Duration rest, int times) {}
