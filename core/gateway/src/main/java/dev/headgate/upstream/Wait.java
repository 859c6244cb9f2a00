package dev.headgate.upstream;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A wait as operators write it into headers: seconds with or without decimals; hours, minutes, seconds and milliseconds
 * in a row ({@code 6m0s}, {@code 120ms}); a date of HTTP or RFC 3339; a moment in seconds or milliseconds since 1970.
 * A moment that has passed is no wait at all, a wait of more than a day is one of a day, and what is none of these says
 * nothing.
 */
final class Wait {
    private static final int LONGEST_TEXT = 64;
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final BigDecimal LONGEST_MILLIS = BigDecimal.valueOf(LONGEST.toMillis());
    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(?:\\.\\d{0,9})?");
    private static final Pattern UNIT = Pattern.compile("(\\d{1,12}(?:\\.\\d{0,9})?)(h|ms|m|s|us|µs|ns)");

    private static final Pattern WORDS = Pattern.compile(
            "(?i)\\b(?:try again|retry)(?: your request)? (?:in|after) ((?:\\d{1,9}(?:\\.\\d{1,9})?(?:h|ms|m|s))+|\\d{1,9}(?:\\.\\d{1,9})?"
                    + " ?(?:milliseconds?|seconds?|minutes?|hours?))(?![a-z])");
    private static final Pattern WORD = Pattern.compile("(?i) ?(milliseconds?|seconds?|minutes?|hours?)");

    // No operator asks for a wait of thirty years, but all moments of our time are that long after 1970.
    private static final BigDecimal SECONDS_SINCE_1970 = BigDecimal.valueOf(1_000_000_000L);
    private static final BigDecimal MILLIS_SINCE_1970 = BigDecimal.valueOf(100_000_000_000L);

    private Wait() {}

    static Optional<Duration> of(String header, Instant now) {
        String text = header.strip();
        if (text.isEmpty() || text.length() > LONGEST_TEXT) {
            return Optional.empty();
        }
        if (!Character.isDigit(text.charAt(text.length() - 1))) {
            return units(text).or(() -> date(text, now));
        }
        return number(text).map(n -> plain(n, now)).or(() -> date(text, now));
    }

    /** The wait that a text for people asks for. */
    static Optional<Duration> inWords(String text) {
        Matcher said = WORDS.matcher(text);
        return said.find() ? units(WORD.matcher(said.group(1)).replaceAll(w -> unit(w.group(1)))) : Optional.empty();
    }

    private static String unit(String word) {
        char first = Character.toLowerCase(word.charAt(0));
        return first == 'm' && Character.toLowerCase(word.charAt(2)) == 'l' ? "ms" : String.valueOf(first);
    }

    /** A plain number of milliseconds. */
    static Optional<Duration> millis(String header) {
        return number(header).map(Wait::millis);
    }

    /** A plain number that is not negative, of no more digits than any header needs. */
    static Optional<BigDecimal> number(String header) {
        String text = header.strip();
        return NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    private static Duration plain(BigDecimal number, Instant now) {
        if (number.compareTo(SECONDS_SINCE_1970) < 0) {
            return millis(number.movePointRight(3));
        }
        BigDecimal millis = number.compareTo(MILLIS_SINCE_1970) < 0 ? number.movePointRight(3) : number;
        return until(Instant.ofEpochMilli(millis.longValue()), now);
    }

    private static Optional<Duration> units(String text) {
        Matcher unit = UNIT.matcher(text);
        BigDecimal millis = BigDecimal.ZERO;
        int at = 0;
        while (at < text.length()) {
            if (!unit.find(at) || unit.start() != at) {
                return Optional.empty();
            }
            millis = millis.add(new BigDecimal(unit.group(1)).multiply(inMillis(unit.group(2))));
            at = unit.end();
        }
        return Optional.of(millis(millis));
    }

    private static BigDecimal inMillis(String unit) {
        return switch (unit) {
            case "h" -> BigDecimal.valueOf(3_600_000);
            case "m" -> BigDecimal.valueOf(60_000);
            case "s" -> BigDecimal.valueOf(1_000);
            case "ms" -> BigDecimal.ONE;
            case "ns" -> BigDecimal.valueOf(1, 6);
            default -> BigDecimal.valueOf(1, 3);
        };
    }

    /** In whole milliseconds and rather too long than too short: a timer knows nothing finer. */
    private static Duration millis(BigDecimal millis) {
        return Duration.ofMillis(
                millis.min(LONGEST_MILLIS).setScale(0, RoundingMode.CEILING).longValueExact());
    }

    private static Optional<Duration> date(String text, Instant now) {
        try {
            Instant moment = text.indexOf('T') == 10
                    ? OffsetDateTime.parse(text).toInstant()
                    : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
            return Optional.of(until(moment, now));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration until(Instant moment, Instant now) {
        if (!moment.isAfter(now)) {
            return Duration.ZERO;
        }
        return moment.isAfter(now.plus(LONGEST)) ? LONGEST : Duration.between(now, moment);
    }
}
