package dev.headgate.api.settings;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So much in so long: {@code 600/min}, {@code 200k/min}, {@code 5M/day}, {@code 20/10s}. An amount alone, {@code 5M}, has
 * no period of its own.
 *
 * @param period empty when only the amount was written
 */
public record Rate(long amount, Optional<Duration> period) {
    public static final String FORM = Count.FORM + "(?:/\\d{0,4}(?:s|min|h|day))?";
    private static final Pattern TEXT = Pattern.compile("([^/]+)(?:/(\\d{0,4})(s|min|h|day))?");

    /** A rate as it is written in the file. */
    public static Optional<Rate> parse(String text) {
        Matcher m = TEXT.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        Optional<Count> amount = Count.parse(m.group(1)).filter(c -> c.value() > 0);
        if (m.group(3) == null) {
            return amount.map(c -> new Rate(c.value(), Optional.empty()));
        }
        Duration unit = switch (m.group(3)) {
            case "s" -> Duration.ofSeconds(1);
            case "min" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
        Duration period = unit.multipliedBy(m.group(2).isEmpty() ? 1 : Long.parseLong(m.group(2)));
        return period.isZero() ? Optional.empty() : amount.map(c -> new Rate(c.value(), Optional.of(period)));
    }
}
