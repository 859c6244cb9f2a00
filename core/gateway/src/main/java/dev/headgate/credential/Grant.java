package dev.headgate.credential;

import java.time.Instant;
import java.util.Optional;

/**
 * A credential that was obtained.
 *
 * @param expires when it stops being one; empty where it lasts
 */
public record Grant(Proof proof, Optional<Instant> expires) {}
