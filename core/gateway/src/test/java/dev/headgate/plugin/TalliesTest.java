package dev.headgate.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headgate.api.FilterContext;
import dev.headgate.api.Tally;
import dev.headgate.state.LocalState;
import dev.headgate.telemetry.Metrics;
import dev.headgate.time.Clock;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Counters of plugins, on the metrics. */
final class TalliesTest {
    private final Tallies tallies = new Tallies();

    private FilterContext context(String plugin) {
        return tallies.around(plugin, new LocalState(Clock.SYSTEM).of(plugin));
    }

    private String metrics() {
        var metrics = new Metrics();
        metrics.tallies(tallies);
        return new String(metrics.text(), StandardCharsets.UTF_8);
    }

    @Test
    void what_a_plugin_counts_is_on_the_metrics_and_goes_on_under_the_next_configuration() {
        context("word-guard").tally("hits", "Words met.", "kind", "scope").add(2, "a", "b");
        context("word-guard").tally("hits", "Words met.", "kind", "scope").add(3, "a", "b");
        context("word-guard").tally("runs", "Runs.").add(1);
        assertThat(metrics())
                .contains("# HELP headgate_plugin_word_guard_hits_total Words met.")
                .contains("headgate_plugin_word_guard_hits_total{kind=\"a\",scope=\"b\"} 5.0")
                .contains("headgate_plugin_word_guard_runs_total 1.0");
    }

    @Test
    void there_are_no_more_series_than_the_bound_and_no_value_of_any_shape() {
        Tally tally = context("p").tally("n", "N.", "kind");
        for (int i = 0; i < 2_000; i++) {
            tally.add(1, "k" + i);
        }
        tally.add(1, "a value with spaces");
        tally.add(1, "x".repeat(65));
        String text = metrics();
        assertThat(text.lines().filter(l -> l.startsWith("headgate_plugin_p_n_total{")))
                .hasSizeBetween(500, 502);
        assertThat(text)
                .contains("{kind=\"other\"} 150")
                .doesNotContain("spaces")
                .doesNotContain("xxx");
    }

    @Test
    void names_labels_and_their_number_are_held_to() {
        FilterContext context = context("p");
        context.tally("n", "N.", "kind");
        assertThatIllegalArgumentException().isThrownBy(() -> context.tally("N", "N."));
        assertThatIllegalArgumentException().isThrownBy(() -> context.tally("m", "M.", "k", "k"));
        assertThatIllegalArgumentException().isThrownBy(() -> context.tally("m", "M.", "a", "b", "c", "d", "e", "f"));
        assertThatIllegalArgumentException().isThrownBy(() -> context.tally("n", "N.", "other"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context.tally("n", "N.", "kind").add(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context.tally("n", "N.", "kind").add(-1, "x"));
        for (int i = 1; i < 16; i++) {
            context.tally("n" + i, "N.");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> context.tally("more", "N."));
    }
}
