package dev.headgate.plugin.responsecache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.FakeExchange;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** That no tenant can tell what another has asked: not by an answer, and not by how long it takes. */
final class TenantsTest {
    private static final boolean LONG = Boolean.getBoolean("headgate.long");
    private static final int EACH = LONG ? 200_000 : 2_000;

    private static FakeExchange asking(String text, String team) {
        return Cached.request("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}")
                .withTeam(team);
    }

    @Test
    void what_one_tenant_has_asked_is_a_miss_to_another() {
        var cached = new Cached();
        for (int i = 0; i < 100; i++) {
            assertThat(cached.mark(asking("secret " + i, "red"))).isEqualTo("miss");
            assertThat(cached.mark(asking("secret " + i, "blue"))).isEqualTo("miss");
        }
        assertThat(cached.asked).hasSize(200);
    }

    /**
     * Welch's t-test as dudect does it: requests of one tenant that another has asked before, among as many that nobody has,
     * and the time until the cache knows that it has neither. Above 4.5 the two would be told apart; only a long run judges by time.
     */
    @Test
    void what_another_tenant_has_asked_takes_no_other_time() {
        var random = new Random(16);
        var settings = Cached.DEFAULTS;
        var cached = new Cached();
        for (int i = 0; i < 1000; i++) {
            cached.mark(asking("known %04d".formatted(i), "red"));
        }
        long[][] times = new long[2][EACH];
        int[] n = new int[2];
        for (int i = -EACH; n[0] < EACH || n[1] < EACH; i++) {
            int which = random.nextBoolean() ? 1 : 0;
            if (n[which] == EACH) {
                continue;
            }
            String text = (which == 0 ? "known %04d" : "novel %04d").formatted(random.nextInt(1000));
            FakeExchange exchange = asking(text, "blue");
            long begun = System.nanoTime();
            var request = Request.of(exchange, "way-1", settings);
            boolean there = cached.store().get(request.key()).isPresent();
            long took = System.nanoTime() - begun;
            assertThat(there).isFalse();
            if (i >= 0) { // the first ones warm up
                times[which][n[which]++] = took;
            }
        }
        double t = Welch.t(times[0], times[1], 0.9);
        System.out.printf("Welch's t of %,d requests each: %.2f%n", EACH, t);
        if (LONG) {
            assertThat(Math.abs(t)).isLessThan(4.5);
        }
    }

    /** The test itself tells times apart that differ. */
    @Test
    void times_that_differ_by_a_hundredth_are_told_apart() {
        var random = new Random(1);
        long[] a = random.longs(50_000, 900, 1100).toArray();
        long[] b = random.longs(50_000, 910, 1110).toArray();
        assertThat(Math.abs(Welch.t(a, b, 1))).isGreaterThan(10);
        assertThat(Math.abs(Welch.t(a, random.longs(50_000, 900, 1100).toArray(), 1)))
                .isLessThan(4.5);
    }
}
