package dev.headgate.upstream.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class LatencyTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1000 * MILLI;

    private final Latency latency = new Latency();
    private long now = -SECOND;

    @Test
    void is_unknown_before_the_first_call() {
        assertThat(latency.estimate(now)).isEqualTo(OptionalLong.empty());
    }

    @Test
    void believes_a_slow_call_at_once() {
        latency.waited(200 * MILLI, now);
        latency.waited(5 * SECOND, now);
        assertThat(latency.estimate(now)).hasValue(5 * SECOND);
    }

    @Test
    void believes_fast_calls_by_and_by() {
        latency.waited(5 * SECOND, now);
        for (int i = 0; i < 100; i++) {
            now += SECOND / 10;
            latency.waited(200 * MILLI, now);
        }
        // Ten seconds on, about a third of the difference is left.
        assertThat(latency.estimate(now).orElseThrow()).isBetween(1800 * MILLI, 2100 * MILLI);
        for (int i = 0; i < 600; i++) {
            now += SECOND / 10;
            latency.waited(200 * MILLI, now);
        }
        assertThat(latency.estimate(now).orElseThrow()).isBetween(200 * MILLI, 220 * MILLI);
    }

    @Test
    void holds_while_it_is_renewed_and_fades_when_it_is_not() {
        latency.waited(5 * SECOND, now);
        now += 10 * SECOND;
        assertThat(latency.estimate(now)).hasValue(5 * SECOND);
        now += 10 * SECOND;
        assertThat(latency.estimate(now).orElseThrow()).isBetween(1800 * MILLI, 1900 * MILLI);
        now += 50 * SECOND;
        assertThat(latency.estimate(now).orElseThrow()).isLessThan(20 * MILLI);
    }

    @Property(tries = 300)
    void stays_between_the_best_and_the_worst(
            @ForAll @LongRange(max = 60 * SECOND) long first,
            @ForAll @LongRange(max = 60 * SECOND) long second,
            @ForAll @LongRange(max = 60 * SECOND) long pause) {
        Latency any = new Latency();
        any.waited(first, 0);
        any.waited(second, pause);
        assertThat(any.estimate(pause).orElseThrow())
                .isBetween(Math.min(first, second) - 1, Math.max(first, second) + 1);
    }
}
