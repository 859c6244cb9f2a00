package dev.headgate.upstream;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads how long a throttling upstream asks to wait: milliseconds, seconds with or without fraction, or a date. */
final class RetryAfter {
    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /** The wait an answer asks for. Only throttling statuses count; some providers send the header on every answer. */
    static Optional<Duration> of(Engine.Answer answer, Instant now) {
        int status = answer.status();
        if (status != 429 && status != 503 && status != 529) {
            return Optional.empty();
        }
        return answer.header("retry-after-ms")
                .flatMap(v -> number(v, 1))
                .or(() -> answer.header("retry-after")
                        .flatMap(v -> number(v, 1000).or(() -> date(v, now))))
                .map(d -> d.compareTo(LONGEST) > 0 ? LONGEST : d);
    }

    private static Optional<Duration> number(String value, int millis) {
        try {
            double n = Double.parseDouble(value.strip());
            return n >= 0 && n < 1e12 ? Optional.of(Duration.ofMillis((long) Math.ceil(n * millis))) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> date(String value, Instant now) {
        try {
            Instant at = ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
