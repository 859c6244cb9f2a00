package dev.headgate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Attempt;
import dev.headgate.api.Failure.Kind;
import dev.headgate.api.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class MetricsTest {
    private static final Pattern SAMPLE =
            Pattern.compile("[a-z_]+(\\{[a-z]+=\"[^\"\\n]*\"(,[a-z]+=\"[^\"\\n]*\")*,?})? [-+0-9.eEINafn]+");

    private final Metrics metrics = new Metrics();

    private String text() {
        return new String(metrics.text(), StandardCharsets.UTF_8);
    }

    private static ExchangeReport report(String model, String route, int status, Optional<Kind> failure) {
        boolean answered = status == 200;
        return new ExchangeReport(
                "id",
                "team",
                "key",
                "chat",
                model,
                route,
                answered ? "up" : "",
                status,
                failure,
                answered
                        ? List.of(new Attempt("up", "real", 200, Optional.empty(), Duration.ofMillis(30), Usage.NONE))
                        : List.of(),
                List.of(),
                answered ? Optional.of(Duration.ofMillis(30)) : Optional.empty(),
                Duration.ofMillis(200),
                answered ? Optional.of(Duration.ofMillis(5)) : Optional.empty(),
                answered ? Usage.of(10, 20) : Usage.NONE,
                java.util.Map.of());
    }

    @Test
    void one_exchange_is_seen_in_every_measure() {
        metrics.begun();
        assertThat(text()).contains("headgate_in_flight 1.0\n");
        metrics.ended(report("gpt-4o", "gpt-*", 200, Optional.empty()));
        assertThat(text())
                .contains("headgate_in_flight 0.0\n")
                .contains("headgate_requests_total{operation=\"chat\",route=\"gpt-*\",status=\"200\"} 1.0\n")
                .contains("headgate_attempts_total{outcome=\"ok\",upstream=\"up\"} 1.0\n")
                .contains("headgate_tokens_total{direction=\"input\",route=\"gpt-*\",team=\"team\"} 10.0\n")
                .contains("headgate_tokens_total{direction=\"output\",route=\"gpt-*\",team=\"team\"} 20.0\n")
                .contains("headgate_request_duration_seconds_bucket{")
                .contains("headgate_time_to_first_token_seconds_sum{operation=\"chat\",route=\"gpt-*\",upstream=\"up\"}"
                        + " 0.03\n")
                .contains("headgate_inter_token_seconds_count{")
                .doesNotContain("headgate_failures_total{");
    }

    @Test
    void the_text_is_well_formed() {
        metrics.configured("0123456789ab");
        metrics.reloaded(true);
        metrics.gauge("headgate_some", "A \\ gauge\nin two lines.", () -> 3);
        metrics.ended(report("m", "odd\\route", 200, Optional.of(Kind.UPSTREAM_BROKE_OFF)));
        assertThat(text().lines())
                .isNotEmpty()
                .allSatisfy(
                        l -> assertThat(l.startsWith("# ") || SAMPLE.matcher(l).matches())
                                .as(l)
                                .isTrue());
        assertThat(text()).contains("headgate_failures_total{kind=\"upstream_broke_off\",");
    }

    @Test
    void names_that_callers_make_up_add_no_series() {
        metrics.refused(report("first", "", 404, Optional.of(Kind.UNKNOWN_MODEL)));
        long series = text().lines().count();
        for (int i = 0; i < 10_000; i++) {
            metrics.refused(report("model-" + i, "", 404, Optional.of(Kind.UNKNOWN_MODEL)));
        }
        assertThat(text().lines().count()).isEqualTo(series);
    }

    @Test
    void an_upstream_and_its_former_self_are_one_series() {
        metrics.perUpstream("headgate_upstream_connections", "Open.", c -> {
            c.accept("up", 2);
            c.accept("up", 3);
            c.accept("other", 1);
        });
        assertThat(text())
                .contains("headgate_upstream_connections{upstream=\"up\"} 5.0\n")
                .contains("headgate_upstream_connections{upstream=\"other\"} 1.0\n");
    }

    @Test
    void only_the_version_in_place_is_shown() {
        metrics.configured("aaa");
        metrics.configured("bbb");
        assertThat(text())
                .contains("headgate_config_info{version=\"bbb\"} 1.0\n")
                .doesNotContain("aaa");
    }
}
