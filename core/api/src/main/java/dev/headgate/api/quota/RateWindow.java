package dev.headgate.api.quota;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Range;
import dev.headgate.api.settings.Rate;
import dev.headgate.api.settings.Shorthand;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/**
 * One limit on something that is counted, as it is written in the file: a rate, or an amount for each day or month of a
 * calendar.
 *
 * @param burst 0 for a whole period's amount
 */
@Describe("A rate, or an amount for each day or month of the calendar.")
public record RateWindow(
        @Describe("How much in how long, such as 600/min or 200k/min; with per only how much, such as 5M.")
        Rate limit,

        @Describe("How much of a rate may be used at once; what a whole period allows when 0.")
        @Default("0")
        @Range(min = "0", max = "1099511627776")
        long burst,

        @Describe("Counts from the beginning of each day or month instead of smoothly.")
        Optional<Span> per,

        @Describe("Where days and months begin at midnight, such as Europe/Berlin.") @Default("UTC")
        String timeZone) {

    /** A stretch of the calendar. */
    public enum Span {
        DAY,
        MONTH
    }

    public RateWindow {
        if (per.isPresent() == limit.period().isPresent()) {
            throw new IllegalArgumentException(
                    "limit: write a rate, such as 600/min, or an amount with per, such as 5M");
        }
        if (per.isPresent() && burst > 0) {
            throw new IllegalArgumentException("burst: only a rate has one; a day or month is one burst already");
        }
        if (limit.amount() > Limit.MAX_AMOUNT) {
            throw new IllegalArgumentException("limit: use at most " + Limit.MAX_AMOUNT);
        }
        try {
            ZoneId.of(timeZone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "time-zone: \"" + timeZone + "\" is none; use one such as Europe/Berlin", e);
        }
        if (per.isEmpty()) {
            bucket("-", limit, burst); // tells what cannot be counted exactly
        }
    }

    /** A rate whose burst is a whole period's. */
    @Shorthand
    static RateWindow of(@Describe("A rate such as 600/min, 200k/min or 5M/day.") Rate limit) {
        return new RateWindow(limit, 0, Optional.empty(), "UTC");
    }

    private static Limit.Bucket bucket(String key, Rate limit, long burst) {
        return new Limit.Bucket(key, limit.amount(), limit.period().orElseThrow(), burst > 0 ? burst : limit.amount());
    }

    /** The limit that counts at this time. */
    public Limit at(Instant now, String key) {
        if (per.isEmpty()) {
            return bucket(key, limit, burst);
        }
        ZoneId zone = ZoneId.of(timeZone);
        LocalDate today = LocalDate.ofInstant(now, zone);
        LocalDate first = per.get() == Span.DAY ? today : today.withDayOfMonth(1);
        LocalDate next = per.get() == Span.DAY ? first.plusDays(1) : first.plusMonths(1);
        return new Limit.Window(
                key,
                limit.amount(),
                first.atStartOfDay(zone).toInstant(),
                next.atStartOfDay(zone).toInstant());
    }

    /** What tells it from other windows on the same thing, whatever its figures: {@code 60s}, {@code day}. */
    public String label() {
        return per.map(s -> s.name().toLowerCase(Locale.ROOT) + (timeZone.equals("UTC") ? "" : " in " + timeZone))
                .orElseGet(() -> limit.period().orElseThrow().toSeconds() + "s");
    }

    /** How it reads to people: {@code 600 per minute}, {@code 5000000 per month}. */
    public String words() {
        return limit.amount() + " per "
                + per.map(s -> s.name().toLowerCase(Locale.ROOT)).orElseGet(() -> period());
    }

    private String period() {
        long seconds = limit.period().orElseThrow().toSeconds();
        if (seconds % 86_400 == 0) {
            return plural(seconds / 86_400, "day");
        }
        if (seconds % 3_600 == 0) {
            return plural(seconds / 3_600, "hour");
        }
        return seconds % 60 == 0 ? plural(seconds / 60, "minute") : plural(seconds, "second");
    }

    private static String plural(long n, String unit) {
        return n == 1 ? unit : n + " " + unit + "s";
    }
}
