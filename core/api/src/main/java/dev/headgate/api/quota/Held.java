package dev.headgate.api.quota;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What became of a hold.
 *
 * @param refusedBy which of its claims did not fit; the one that has to wait longest when there are several. Empty when
 *     all was taken
 * @param retryAfter how long until that claim fits if nothing else changes, nothing where others decide it; empty when
 *     it never fits, being larger than the limit, and when nothing was refused
 * @param left how the limits stand now, in the order of the claims
 * @param sharing among whom they were held
 */
public record Held(OptionalInt refusedBy, Optional<Duration> retryAfter, List<Left> left, Sharing sharing) {
    public Held {
        left = List.copyOf(left);
    }

    /** Whether all was taken; otherwise nothing was. */
    public boolean granted() {
        return refusedBy.isEmpty();
    }
}
