package dev.headgate.dialect.openai;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * How long Google asks to wait: the {@code retryDelay} of a {@code google.rpc.RetryInfo} among an error's details, in
 * seconds with up to nine decimals and an {@code s} behind them. The compatible endpoint of Gemini sends it as well.
 */
final class RetryDelay {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}(?:\\.\\d{1,9})?(?=s\\z)");
    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryDelay() {}

    /** The longest of the delays among these details: what was refused for several reasons waits for all of them. */
    static Optional<Duration> in(JsonNode details) {
        return details.valueStream()
                .map(d -> d.path("retryDelay"))
                .filter(JsonNode::isString)
                .flatMap(d -> duration(d.asString()).stream())
                .max(Duration::compareTo);
    }

    private static Optional<Duration> duration(String text) {
        var seconds = SECONDS.matcher(text);
        if (!seconds.lookingAt()) {
            return Optional.empty();
        }
        long nanos = new BigDecimal(seconds.group())
                .movePointRight(9)
                .min(BigDecimal.valueOf(LONGEST.toNanos()))
                .longValueExact();
        return Optional.of(Duration.ofNanos(nanos));
    }
}
