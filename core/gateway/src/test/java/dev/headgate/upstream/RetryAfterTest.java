package dev.headgate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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
}
