package dev.headgate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    /** An answer of which only the head matters. */
    private record Head(int status, Map<String, String> headers) implements Engine.Answer {
        @Override
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            429 | retry-after    | 2                             | PT2S
            503 | retry-after    | 2                             | PT2S
            529 | retry-after    | 34.4                          | PT34.4S
            429 | retry-after    | 0                             | PT0S
            429 | retry-after-ms | 250                           | PT0.25S
            429 | retry-after    | Sun, 22 Nov 2026 10:00:30 GMT | PT30S
            429 | retry-after    | Sun, 22 Nov 2026 09:00:00 GMT | PT0S
            429 | retry-after    | 99999999                      | PT24H
            429 | retry-after    | -1                            |
            429 | retry-after    | 2m30s                         | PT2M30S
            429 | retry-after    | 0.0001                        | PT0.001S
            429 | retry-after    | -0                            |
            429 | retry-after    | 0x10                          |
            429 | retry-after    | 1_0                           |
            429 | retry-after    | NaN                           |
            429 | retry-after    | 1e300                         |
            429 | retry-after    | soon                          |
            200 | retry-after    | 2                             |
            500 | retry-after    | 2                             |
            """)
    void reads_every_form(int status, String header, String value, String wait) {
        assertThat(RetryAfter.of(new Head(status, Map.of(header, value)), NOW))
                .isEqualTo(Optional.ofNullable(wait).map(Duration::parse));
    }

    /** Headers as {@code name=value}, a comma between them. */
    private static Optional<Duration> wait(String headers) {
        Map<String, String> fields = new HashMap<>();
        for (String field : headers.split(",", -1)) {
            int equals = field.indexOf('=');
            fields.put(
                    field.substring(0, equals).strip(),
                    field.substring(equals + 1).strip());
        }
        return RetryAfter.of(new Head(429, fields), NOW);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1s                            | PT1S
            6m0s                          | PT6M
            20ms                          | PT0.02S
            1h2m                          | PT1H2M
            2m59.56s                      | PT2M59.56S
            17.575s                       | PT17.575S
            1m20.5s                       | PT1M20.5S
            300us                         | PT0.001S
            500                           | PT8M20S
            0.25                          | PT0.25S
            1795341630                    | PT30S
            1795341630500                 | PT30.5S
            2026-11-22T10:00:30Z          | PT30S
            2026-11-22T11:00:30.5+01:00   | PT30.5S
            Sun, 22 Nov 2026 10:00:30 GMT | PT30S
            9999-12-31T23:59:59Z          | PT24H
            99h                           | PT24H
            999999999999h999999999999h    | PT24H
            0s                            |
            2020-11-22T10:00:30Z          |
            1600000000                    |
            -5s                           |
            5 s                           |
            s                             |
            1h-2m                         |
            2026-13-01T00:00:00Z          |
            ''                            |
            """)
    void a_limit_is_whole_again(String reset, String wait) {
        for (String name :
                new String[] {"x-ratelimit-reset-requests", "x-ratelimit-reset", "anthropic-ratelimit-tokens-reset"}) {
            assertThat(RetryAfter.of(new Head(429, Map.of(name, reset)), NOW))
                    .isEqualTo(Optional.ofNullable(wait).map(Duration::parse));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            500  | 60 | PT0.5S
            60   | 60 | PT60S
            7    | 60 | PT7S
            7    |    | PT7S
            2m   | 60 | PT2M
            500  | x  | PT8M20S
            """)
    void a_plain_number_beyond_the_period_of_its_limit_is_milliseconds(
            String reset, @Nullable String period, String wait) {
        Map<String, String> headers = new HashMap<>(Map.of("x-ratelimit-reset-requests", reset));
        if (period != null) {
            headers.put("x-ratelimit-renewalperiod-requests", period);
        }
        assertThat(RetryAfter.of(new Head(429, headers), NOW)).contains(Duration.parse(wait));
    }

    @Test
    void what_is_asked_outright_counts_before_what_limits_say() {
        assertThat(wait("retry-after-ms=250, retry-after=2, x-ratelimit-reset-requests=9s"))
                .contains(Duration.ofMillis(250));
        assertThat(wait("retry-after=2, x-ratelimit-reset-requests=9s")).contains(Duration.ofSeconds(2));
        assertThat(wait("retry-after-ms=?, retry-after=?, x-ratelimit-reset-requests=9s"))
                .contains(Duration.ofSeconds(9));
    }

    @Test
    void of_several_limits_the_spent_ones_count_and_of_those_the_longest() {
        assertThat(wait("x-ratelimit-remaining-requests=0, x-ratelimit-reset-requests=9s,"
                        + "x-ratelimit-remaining-tokens=5, x-ratelimit-reset-tokens=1m"))
                .contains(Duration.ofSeconds(9));
        assertThat(wait("x-ratelimit-remaining-requests=0, x-ratelimit-reset-requests=9s,"
                        + "x-ratelimit-remaining-tokens=0, x-ratelimit-reset-tokens=1m"))
                .contains(Duration.ofMinutes(1));
        assertThat(wait("anthropic-ratelimit-input-tokens-remaining=0,"
                        + "anthropic-ratelimit-input-tokens-reset=2026-11-22T10:00:30Z,"
                        + "anthropic-ratelimit-requests-remaining=49,"
                        + "anthropic-ratelimit-requests-reset=2026-11-22T10:00:01Z"))
                .contains(Duration.ofSeconds(30));
    }

    @Test
    void where_none_is_spent_the_one_with_the_least_part_left_counts() {
        assertThat(wait("x-ratelimit-limit-requests=10000, x-ratelimit-remaining-requests=5000,"
                        + "x-ratelimit-reset-requests=12h0m0s, x-ratelimit-limit-tokens=30000,"
                        + "x-ratelimit-remaining-tokens=1200, x-ratelimit-reset-tokens=57.6s"))
                .contains(Duration.ofMillis(57_600));
        assertThat(wait("x-ratelimit-remaining-requests=5000, x-ratelimit-reset-requests=12h0m0s,"
                        + "x-ratelimit-remaining-tokens=1200, x-ratelimit-reset-tokens=57.6s"))
                .contains(Duration.ofMillis(57_600));
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(80),
                Arbitraries.strings().withChars("0123456789.-+eExXhmsuµnTZ: ,").ofMaxLength(80),
                Arbitraries.strings().withChars("0123456789.hms").ofMaxLength(64),
                Arbitraries.longs().map(String::valueOf),
                Arbitraries.doubles().map(String::valueOf));
    }

    @Property(tries = 2_000)
    void no_header_makes_it_throw_or_wait_longer_than_a_day(
            @ForAll("values") String one, @ForAll("values") String two, @ForAll("values") String three) {
        for (String name : new String[] {"retry-after-ms", "retry-after", "x-ratelimit-reset-tokens"}) {
            Map<String, String> headers = Map.of(
                    name,
                    one,
                    "x-ratelimit-reset-requests",
                    one,
                    "x-ratelimit-renewalperiod-requests",
                    two,
                    "x-ratelimit-remaining-requests",
                    three,
                    "x-ratelimit-limit-requests",
                    two);
            RetryAfter.of(new Head(429, headers), NOW)
                    .ifPresent(d -> assertThat(d).isBetween(Duration.ZERO, Duration.ofDays(1)));
        }
    }
}
