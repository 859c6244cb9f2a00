package dev.headgate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Attempt;
import dev.headgate.api.Failure.Kind;
import dev.headgate.api.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccessLogTest {
    private static final Attempt THROTTLED = new Attempt(
            "openai", "gpt-4o", 429, Optional.of(Kind.UPSTREAM_THROTTLED), Duration.ofMillis(212), Usage.NONE);
    private static final Attempt ANSWERED =
            new Attempt("anthropic", "claude", 200, Optional.empty(), Duration.ofMillis(410), Usage.NONE);

    private static String line(
            String upstream,
            int status,
            Optional<Kind> failure,
            List<Attempt> attempts,
            Optional<Duration> firstToken,
            Usage usage) {
        var line = new StringBuilder();
        AccessLog.append(
                new ExchangeReport(
                        "req_1",
                        "search",
                        "search-prod",
                        "chat",
                        "smart",
                        "smart",
                        upstream,
                        status,
                        failure,
                        attempts,
                        List.of(),
                        firstToken,
                        Duration.ofMillis(2_949),
                        Optional.empty(),
                        usage,
                        java.util.Map.of()),
                line);
        return line.toString();
    }

    @Test
    void an_answered_exchange() {
        assertThat(line(
                        "anthropic",
                        200,
                        Optional.empty(),
                        List.of(ANSWERED),
                        Optional.of(Duration.ofMillis(410)),
                        Usage.of(812, 233)))
                .isEqualTo("req_1 search search-prod smart → anthropic status=200 attempts=1(anthropic ok) ttft=410ms"
                        + " total=2.9s in=812 out=233");
    }

    @Test
    void a_failover_with_cached_input() {
        var usage = new Usage(
                OptionalLong.of(812),
                OptionalLong.of(233),
                OptionalLong.of(1045),
                OptionalLong.of(640),
                OptionalLong.empty(),
                OptionalLong.empty());
        assertThat(line(
                        "anthropic",
                        200,
                        Optional.empty(),
                        List.of(THROTTLED, ANSWERED),
                        Optional.of(Duration.ofMillis(1_020)),
                        usage))
                .isEqualTo(
                        "req_1 search search-prod smart → anthropic status=200 attempts=2(openai 429 212ms, anthropic ok 410ms)"
                                + " ttft=1.0s total=2.9s in=812(cached 640) out=233");
    }

    @Test
    void a_refused_request() {
        assertThat(line("", 401, Optional.of(Kind.UNAUTHENTICATED), List.of(), Optional.empty(), Usage.NONE))
                .isEqualTo("req_1 search search-prod smart → - status=401 failure=unauthenticated total=2.9s");
    }

    @Test
    void a_caller_who_left() {
        assertThat(line(
                        "anthropic",
                        499,
                        Optional.of(Kind.CLIENT_GONE),
                        List.of(ANSWERED),
                        Optional.of(Duration.ofMillis(410)),
                        Usage.NONE))
                .isEqualTo("req_1 search search-prod smart → anthropic status=499 failure=client_gone"
                        + " attempts=1(anthropic ok) ttft=410ms total=2.9s");
    }

    @Test
    void a_stream_that_broke_off() {
        assertThat(line(
                        "anthropic",
                        200,
                        Optional.of(Kind.UPSTREAM_BROKE_OFF),
                        List.of(ANSWERED),
                        Optional.of(Duration.ofMillis(410)),
                        Usage.NONE))
                .isEqualTo("req_1 search search-prod smart → anthropic status=200 failure=upstream_broke_off"
                        + " attempts=1(anthropic ok) ttft=410ms total=2.9s");
    }

    @ParameterizedTest
    @CsvSource({"0, 0ms", "999, 999ms", "1000, 1.0s", "1099, 1.0s", "59999, 59.9s", "3600000, 3600.0s"})
    void durations_read_well(long millis, String text) {
        assertThat(AccessLog.text(Duration.ofMillis(millis))).isEqualTo(text);
    }
}
