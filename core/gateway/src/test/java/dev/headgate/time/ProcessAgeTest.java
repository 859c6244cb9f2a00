package dev.headgate.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long the process has been running, from what Linux says. */
final class ProcessAgeTest {
    private static String stat(long ticks) {
        return "17 (a name) b) S 1 17 17 0 -1 4194304 5 0 0 0 1 2 0 0 20 0 9 0 " + ticks
                + " 1000 50 18446744073709551615";
    }

    @Test
    void it_is_the_time_between_two_counts_of_one_clock() {
        assertThat(ProcessAge.between(stat(4_449_715), "44497.57 52037.36\n")).contains(Duration.ofMillis(420));
    }

    @Test
    void counts_of_different_systems_say_nothing() {
        assertThat(ProcessAge.between(stat(4_449_715), "12.30 4.00\n")).isEmpty();
    }

    @Test
    void this_process_runs_since_before_this_test() {
        assertThat(ProcessAge.now()).isPositive();
    }
}
