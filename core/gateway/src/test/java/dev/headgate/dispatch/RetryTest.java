package dev.headgate.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Failure.Kind;
import dev.headgate.route.Limits;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RetryTest {
    private static final Limits LIMITS = new Limits(
            3,
            Duration.ofMillis(100),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            0,
            Duration.ofSeconds(1));

    @ParameterizedTest
    @EnumSource(Kind.class)
    void only_what_may_pass_elsewhere_is_tried_again(Kind kind) {
        Retry expected = switch (kind) {
            case UPSTREAM_UNREACHABLE, UPSTREAM_FAILED -> Retry.SAME_TARGET;
            case UPSTREAM_THROTTLED -> Retry.ANOTHER_CREDENTIAL_OR_WAIT;
            case UPSTREAM_AUTH -> Retry.ANOTHER_CREDENTIAL;
            case UPSTREAM_TIMEOUT -> Retry.NEXT_TARGET;
            default -> Retry.GIVE_UP;
        };
        assertThat(Retry.after(kind)).isEqualTo(expected);
    }

    @Property(tries = 300)
    void pauses_stay_under_a_bound_that_doubles(@ForAll @IntRange(min = 1, max = 40) int tries) {
        long bound = Math.min(2000, 100L << Math.min(10, tries - 1));
        assertThat(Retry.backoff(LIMITS, tries)).isBetween(Duration.ZERO, Duration.ofMillis(bound));
    }

    /** A thousand that fail together must not come back together. */
    @Test
    void pauses_are_spread_evenly() {
        int[] tenths = new int[20];
        for (int i = 0; i < 1_000; i++) {
            long millis = Retry.backoff(LIMITS, 10).toMillis();
            tenths[(int) Math.min(19, millis / 100)]++;
        }
        // Fifty on average; a hundred is seven standard deviations away.
        assertThat(Arrays.stream(tenths).boxed()).allSatisfy(n -> assertThat(n).isBetween(5, 100));
    }

    @Test
    void a_wait_that_is_asked_for_is_kept_with_a_little_more_and_never_shortens_the_backoff() {
        for (int i = 0; i < 200; i++) {
            assertThat(Retry.pause(LIMITS, 1, Optional.of(Duration.ofSeconds(3))))
                    .isBetween(Duration.ofSeconds(3), Duration.ofMillis(3_300));
            assertThat(Retry.pause(LIMITS, 1, Optional.of(Duration.ZERO)))
                    .isBetween(Duration.ZERO, Duration.ofMillis(100));
        }
    }
}
