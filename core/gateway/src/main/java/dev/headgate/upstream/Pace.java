package dev.headgate.upstream;

import java.time.Duration;
import java.util.Optional;

/** How fast the content of one stream comes. Confined to its event loop. */
final class Pace {
    private long events;
    private long first;
    private long last;

    /** An event with content has come. */
    void content(long now) {
        last = now;
        if (events++ == 0) {
            first = now;
        }
    }

    /** How many have come. */
    long events() {
        return events;
    }

    /** The mean pause between events, or empty when there were fewer than two. */
    Optional<Duration> meanPause() {
        return events < 2 ? Optional.empty() : Optional.of(Duration.ofNanos((last - first) / (events - 1)));
    }
}
