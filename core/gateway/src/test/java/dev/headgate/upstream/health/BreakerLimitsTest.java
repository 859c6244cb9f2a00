package dev.headgate.upstream.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BreakerLimitsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void says_what_would_be_right() {
        assertThatThrownBy(() -> limits(0, 5, 10, 50, SECOND, SECOND))
                .hasMessage("failureRate: 1 to 100 percent, not 0");
        assertThatThrownBy(() -> limits(50, 11, 10, 50, SECOND, SECOND))
                .hasMessage("minimumCalls: 1 to window (10), not 11");
        assertThatThrownBy(() -> limits(50, 5, 10, 101, SECOND, SECOND))
                .hasMessage("slowRate: 1 to 100 percent, not 101");
        assertThatThrownBy(() -> limits(50, 5, 10, 50, Duration.ZERO, SECOND))
                .hasMessage("openMin: at least a millisecond, not PT0S");
        assertThatThrownBy(() -> limits(50, 5, 10, 50, SECOND.multipliedBy(2), SECOND))
                .hasMessage("openMax: at least openMin (PT2S), not PT1S");
    }

    @Test
    void off_keeps_the_figures() {
        assertThat(BreakerLimits.OFF.switched(true)).isEqualTo(BreakerLimits.DEFAULT);
    }

    private static BreakerLimits limits(
            int failureRate, int minimum, int window, int slowRate, Duration openMin, Duration openMax) {
        return new BreakerLimits(true, failureRate, minimum, window, slowRate, SECOND, openMin, openMax);
    }
}
