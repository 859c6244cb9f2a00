package dev.headgate.plugin.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Failure;
import dev.headgate.api.quota.Quota;
import dev.headgate.api.quota.RateWindow;
import dev.headgate.api.quota.Rates;
import dev.headgate.api.settings.Rate;
import dev.headgate.testkit.FakeExchange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Limits that count by the day or the month. */
final class CalendarTest {
    @Test
    void months_and_days_are_those_of_their_time_zone_leap_days_and_clock_changes_included() {
        var month = window("5M", RateWindow.Span.MONTH, "Europe/Berlin");
        assertThat(ends(month, "2028-02-29T22:59:59Z")).isEqualTo("2028-02-29T23:00:00Z");
        assertThat(ends(month, "2028-02-29T23:00:00Z")).isEqualTo("2028-03-31T22:00:00Z");
        assertThat(ends(month, "2027-02-10T00:00:00Z")).isEqualTo("2027-02-28T23:00:00Z");
        var day = window("5M", RateWindow.Span.DAY, "Europe/Berlin");
        // The day the clocks go forward has 23 hours, the one they go back 25.
        assertThat(ends(day, "2027-03-28T00:30:00Z")).isEqualTo("2027-03-28T22:00:00Z");
        assertThat(ends(day, "2027-10-31T00:30:00Z")).isEqualTo("2027-10-31T23:00:00Z");
        // Midnight does not exist there on that day.
        var cairo = window("5M", RateWindow.Span.DAY, "Africa/Cairo");
        assertThat(ends(cairo, "2027-04-29T12:00:00Z")).isEqualTo("2027-04-29T22:00:00Z");
        assertThat(ends(window("1", RateWindow.Span.DAY, "UTC"), "2026-12-31T23:59:59.999Z"))
                .isEqualTo("2027-01-01T00:00:00Z");
    }

    private static RateWindow window(String amount, RateWindow.Span span, String zone) {
        return new RateWindow(Rate.parse(amount).orElseThrow(), 0, Optional.of(span), zone);
    }

    private static String ends(RateWindow window, String now) {
        return ((dev.headgate.api.quota.Limit.Window) window.at(Instant.parse(now), "k"))
                .end()
                .toString();
    }

    @Test
    void a_month_counts_to_its_end_and_begins_anew_once() {
        var limited = new Limited()
                .eachTeam(new Quota(
                        Optional.of(new Rates(List.of(window("3", RateWindow.Span.MONTH, "UTC")))),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        0));
        assertThat(admitted(limited, "default", "-")).isEqualTo(3);
        Failure refused = Limited.refusal(limited.send(Limited.chat("")));
        assertThat(refused.retryAfter()).contains(Duration.ofDays(31));
        assertThat(refused.message()).contains("3 requests per month");
        limited.context.advance(Duration.ofDays(31));
        assertThat(admitted(limited, "default", "-")).isEqualTo(3);
        limited.context.advance(Duration.ofDays(27));
        assertThat(admitted(limited, "default", "-")).isZero();
    }

    private static int admitted(Limited limited, String team, String key) {
        int admitted = 0;
        for (int i = 0; i < 5; i++) {
            FakeExchange e = Limited.chat("").withTeam(team).withKey(key);
            admitted += limited.send(e).succeeded() ? 1 : 0;
        }
        return admitted;
    }
}
