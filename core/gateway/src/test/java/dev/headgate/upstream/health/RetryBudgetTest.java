package dev.headgate.upstream.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class RetryBudgetTest {
    private static final long SECOND = 1_000_000_000L;

    private final RetryBudget budget = new RetryBudget();
    private long now = -5 * SECOND;

    @Test
    void an_outage_costs_a_fifth_more_and_no_more() {
        assertThat(outage(200, 30)).isBetween(1100, 1200);
    }

    @Test
    void a_quiet_hour_leaves_no_burst_behind() {
        assertThat(outage(1, 10)).isEqualTo(3);
        now += 3600 * SECOND;
        assertThat(outage(200, 30)).isBetween(1100, 1200);
    }

    @Test
    void a_busy_hour_leaves_no_burst_behind() {
        for (int i = 0; i < 200 * 3600; i++) {
            budget.firstTry(now);
            now += SECOND / 200;
        }
        assertThat(outage(200, 30)).isBetween(1100, 1200);
    }

    @Test
    void three_in_ten_seconds_are_free() {
        budget.firstTry(now);
        for (int i = 0; i < 3; i++) {
            assertThat(budget.tryRetry(now)).isTrue();
        }
        assertThat(budget.tryRetry(now)).isFalse();
        now += 11 * SECOND;
        assertThat(budget.tryRetry(now)).isTrue();
    }

    @Property(tries = 100)
    void never_more_than_a_fifth_within_ten_seconds(
            @ForAll List<@IntRange(min = 0, max = 60) Integer> tries, @ForAll @IntRange(max = 3) int again) {
        RetryBudget any = new RetryBudget();
        List<long[]> seconds = new ArrayList<>();
        for (int second = 0; second < tries.size(); second++) {
            long granted = 0;
            for (int i = 0; i < tries.get(second); i++) {
                any.firstTry(second * SECOND);
                for (int retry = 0; retry < again; retry++) {
                    granted += any.tryRetry(second * SECOND) ? 1 : 0;
                }
            }
            seconds.add(new long[] {tries.get(second), granted});
            List<long[]> last = seconds.subList(Math.max(0, seconds.size() - 10), seconds.size());
            long first = last.stream().mapToLong(s -> s[0]).sum();
            long retries = last.stream().mapToLong(s -> s[1]).sum();
            // What was granted against tries that have left the window since does not count for later ones.
            assertThat(granted == 0 ? 0 : retries).isLessThanOrEqualTo(Math.max(3, first / 5));
        }
    }

    @Test
    void threads_that_meet_never_spend_more() throws Exception {
        int threads = 4;
        CyclicBarrier together = new CyclicBarrier(threads);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                all.add(pool.submit(() -> {
                    together.await();
                    int granted = 0;
                    for (int i = 0; i < 10_000; i++) {
                        budget.firstTry(now);
                        granted += budget.tryRetry(now) ? 1 : 0;
                    }
                    return granted;
                }));
            }
            int granted = 0;
            for (Future<Integer> each : all) {
                granted += each.get();
            }
            assertThat(granted).isBetween(threads * 1000, threads * 2000);
        }
    }

    /** The retries granted while all requests fail and each would be tried thrice. */
    private int outage(int perSecond, int seconds) {
        int granted = 0;
        for (int i = 0; i < perSecond * seconds; i++) {
            budget.firstTry(now);
            granted += budget.tryRetry(now) ? 1 : 0;
            granted += budget.tryRetry(now) ? 1 : 0;
            now += SECOND / perSecond;
        }
        return granted;
    }
}
