package dev.headgate.config;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Range;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Settings that are the gateway's own, for the use of every filter alike. */
public record FilterContract(
        @Describe("What becomes of an exchange when the filter fails; filters that only observe are skipped unless this"
                + " says otherwise, all others fail it.")
        Optional<OnError> onError,

        @Describe("How long the filter may take for itself before the rest of the exchange, and again after it.")
        @Default("5s")
        @Range(min = "1ms", max = "5m")
        Duration timeLimit) {
    /** As they are written. */
    public static final Set<String> KEYS =
            Shape.of(FilterContract.class).members().stream().map(Member::key).collect(Collectors.toUnmodifiableSet());

    /** What becomes of an exchange when a filter fails. */
    public enum OnError {
        FAIL,
        SKIP
    }
}
