package dev.headgate.config;

import java.time.Duration;
import java.util.Optional;

/** The wait before another try: the first one, and the greatest it grows to. Written {@code 100ms..2s}. */
public record Backoff(Duration min, Duration max) {
    static final String FORM = Durations.FORM + "\\.\\." + Durations.FORM;

    static Optional<Backoff> parse(String text) {
        int dots = text.indexOf("..");
        if (dots < 0) {
            return Optional.empty();
        }
        return Durations.parse(text.substring(0, dots))
                .flatMap(min -> Durations.parse(text.substring(dots + 2))
                        .filter(max -> max.compareTo(min) >= 0)
                        .map(max -> new Backoff(min, max)));
    }
}
