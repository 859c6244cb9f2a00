package dev.headgate.api;

import java.time.Duration;
import java.util.Optional;

/**
 * One try at one target, once it has ended: who was asked, how it ended and how long that took.
 *
 * @param upstream the configured upstream's name
 * @param model the model asked for, as that upstream calls it
 * @param status the upstream's HTTP status, or 0 when there was none
 * @param failure why it was given up, or empty when it answered
 * @param elapsed from the start of the attempt to its answer's first content or its failure
 * @param usage its tokens as far as the upstream has reported them; a stream reports them at its end
 */
public record Attempt(
        String upstream, String model, int status, Optional<Failure.Kind> failure, Duration elapsed, Usage usage) {

    /** The same attempt with what it turned out to have used. */
    public Attempt withUsage(Usage reported) {
        return new Attempt(upstream, model, status, failure, elapsed, reported);
    }

    /** The outcome in a word or a status: {@code 200}, {@code 429}, {@code timeout}. */
    public String outcome() {
        if (failure.isEmpty()) {
            return Integer.toString(status);
        }
        return switch (failure.get()) {
            case UPSTREAM_TIMEOUT -> "timeout";
            case UPSTREAM_UNREACHABLE -> "unreachable";
            case UPSTREAM_BROKE_OFF -> "broke-off";
            case CLIENT_GONE -> "client-gone";
            case OUTRUN -> "outrun";
            default -> status >= 400 ? Integer.toString(status) : "failed";
        };
    }
}
