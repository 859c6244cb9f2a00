package dev.headgate.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.StateStore;
import dev.headgate.api.quota.Claim;
import dev.headgate.api.quota.Held;
import dev.headgate.api.quota.Hold;
import dev.headgate.api.quota.Left;
import dev.headgate.api.quota.Limit;
import dev.headgate.api.quota.Limit.Bucket;
import dev.headgate.api.quota.Limit.Concurrency;
import dev.headgate.api.quota.Limit.Window;
import dev.headgate.testkit.FakeContext;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What every store promises of limits and holds, whatever it keeps them in. */
abstract class StateStoreConformance {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LEASE = Duration.ofHours(12);

    private int holds;

    /** The store under test, the same one throughout a test, and empty at its beginning. */
    abstract StateStore store();

    /** Lets time go by for the store. */
    abstract void pass(Duration time);

    /** The store's time. */
    abstract Instant now();

    private static <T> T got(Future<T> future) {
        try {
            return Objects.requireNonNull(
                    future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Throwable failure(Future<?> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("did not fail");
    }

    private Hold of(Claim... claims) {
        return new Hold("hold-" + holds++, List.of(claims), LEASE);
    }

    private Hold of(Limit limit, long amount) {
        return of(new Claim(limit, amount));
    }

    private Held hold(Limit limit, long amount) {
        return got(store().hold(of(limit, amount)));
    }

    private Hold held(Limit limit, long amount) {
        Hold hold = of(limit, amount);
        assertThat(got(store().hold(hold)).granted()).isTrue();
        return hold;
    }

    private boolean settle(Hold hold, long... spent) {
        return got(store().settle(hold, spent));
    }

    private Left left(Limit limit) {
        return got(store().look(List.of(limit))).getFirst();
    }

    private static Bucket perMinute(String key, long amount, long burst) {
        return new Bucket(key, amount, MINUTE, burst);
    }

    private Window window(long capacity, Duration from, Duration to) {
        return new Window("w", capacity, now().plus(from), now().plus(to));
    }

    // ---- one step for all

    @Test
    void a_hold_that_one_limit_refuses_takes_nothing_of_any_other() {
        var requests = perMinute("r", 10, 10);
        var tokens = perMinute("t", 1000, 1000);
        var slots = new Concurrency("c", 5);
        Held refused = got(store().hold(of(new Claim(requests, 1), new Claim(tokens, 1001), new Claim(slots, 1))));
        assertThat(refused.granted()).isFalse();
        assertThat(refused.refusedBy()).hasValue(1);
        assertThat(got(store().look(List.of(requests, tokens, slots))))
                .extracting(Left::used)
                .containsExactly(0L, 0L, 0L);
        Held granted = got(store().hold(of(new Claim(requests, 1), new Claim(tokens, 600), new Claim(slots, 1))));
        assertThat(granted.granted()).isTrue();
        assertThat(granted.left()).extracting(Left::used).containsExactly(1L, 600L, 1L);
        assertThat(granted.left()).extracting(Left::remaining).containsExactly(9L, 400L, 4L);
        assertThat(granted.left())
                .extracting(Left::reset)
                .containsExactly(Duration.ofSeconds(6), Duration.ofSeconds(36), Duration.ZERO);
    }

    @Test
    void a_refusal_names_the_limit_that_has_to_wait_longest_and_how_long() {
        var second = new Bucket("s", 1, Duration.ofSeconds(1), 1);
        var minute = perMinute("m", 1, 1);
        assertThat(got(store().hold(of(new Claim(second, 1), new Claim(minute, 1))))
                        .granted())
                .isTrue();
        pass(Duration.ofMillis(400));
        Held refused = got(store().hold(of(new Claim(second, 1), new Claim(minute, 1))));
        assertThat(refused.refusedBy()).hasValue(1);
        assertThat(refused.retryAfter()).contains(Duration.ofMillis(59_600));
        pass(Duration.ofMillis(59_599));
        assertThat(hold(minute, 1).retryAfter()).contains(Duration.ofMillis(1));
        pass(Duration.ofMillis(1));
        assertThat(hold(minute, 1).granted()).isTrue();
    }

    @Test
    void what_is_larger_than_its_limit_never_fits_and_is_told_so() {
        Held refused = got(store().hold(of(
                new Claim(new Concurrency("c", 1), 1),
                new Claim(perMinute("m", 10, 10), 11),
                new Claim(perMinute("n", 1, 5), 5))));
        assertThat(refused.refusedBy()).hasValue(1);
        assertThat(refused.retryAfter()).isEmpty();
    }

    @Test
    void nothing_always_fits() {
        var tokens = perMinute("t", 10, 10);
        settle(held(tokens, 10), 25);
        assertThat(hold(tokens, 0).granted()).isTrue();
        assertThat(hold(tokens, 1).granted()).isFalse();
    }

    // ---- buckets

    @Test
    void sixty_in_a_minute_with_a_burst_of_ten_lets_twenty_through_in_ten_seconds() {
        var limit = perMinute("r", 60, 10);
        int admitted = 0;
        for (int i = 0; i < 1000; i++) {
            admitted += hold(limit, 1).granted() ? 1 : 0;
            pass(Duration.ofMillis(10));
        }
        assertThat(admitted).isBetween(19, 21);
    }

    @Test
    void what_was_not_spent_is_free_at_once() {
        var tokens = perMinute("t", 1000, 1000);
        Hold large = held(tokens, 1000);
        assertThat(hold(tokens, 1).granted()).isFalse();
        assertThat(settle(large, 100)).isTrue();
        assertThat(left(tokens).used()).isEqualTo(100);
        assertThat(hold(tokens, 900).granted()).isTrue();
    }

    @Test
    void what_was_spent_beyond_the_hold_is_owed() {
        var tokens = perMinute("t", 600, 600);
        settle(held(tokens, 100), 1200);
        assertThat(left(tokens)).isEqualTo(new Left(1200, 0, Duration.ofMinutes(2)));
        assertThat(hold(tokens, 1).retryAfter()).contains(Duration.ofMillis(60_100));
        pass(MINUTE);
        assertThat(hold(tokens, 1).granted()).isFalse();
        pass(Duration.ofMillis(100));
        assertThat(hold(tokens, 1).granted()).isTrue();
    }

    @Test
    void a_limit_can_be_used_up_by_answers_that_take_longer_than_its_period() {
        var tokens = perMinute("t", 600, 600);
        var open = new ArrayList<Hold>();
        for (int minute = 0; minute < 5; minute++) {
            open.add(held(tokens, 600));
            pass(MINUTE);
        }
        open.forEach(h -> assertThat(settle(h, 600)).isTrue());
        assertThat(left(tokens).used()).isZero();
    }

    @Test
    void what_has_drained_while_it_was_held_is_not_given_back_again() {
        var tokens = perMinute("t", 1000, 1000);
        Hold first = held(tokens, 1000);
        pass(MINUTE);
        held(tokens, 1000);
        pass(MINUTE);
        held(tokens, 1000);
        settle(first, 0);
        assertThat(hold(tokens, 1).granted()).isFalse();
    }

    @Test
    void a_limit_whose_figures_change_forgives_nothing() {
        settle(held(perMinute("t", 1000, 1000), 1000), 1000);
        var wider = perMinute("t", 7000, 1500);
        assertThat(left(wider).used()).isEqualTo(1000);
        assertThat(hold(wider, 501).granted()).isFalse();
        assertThat(hold(wider, 500).granted()).isTrue();
        var narrower = new Bucket("t", 10, Duration.ofSeconds(1), 10);
        assertThat(left(narrower).used()).isEqualTo(1500);
        assertThat(hold(narrower, 1).granted()).isFalse();
    }

    @Test
    void one_may_fill_a_level_only_so_far_while_another_may_fill_it_whole() {
        var all = new Concurrency("c", 10);
        for (int i = 0; i < 8; i++) {
            assertThat(hold(all.upTo(8), 1).granted()).isTrue();
        }
        assertThat(hold(all.upTo(8), 1).granted()).isFalse();
        assertThat(hold(all, 2).granted()).isTrue();
        assertThat(hold(all, 1).granted()).isFalse();
    }

    // ---- windows

    @Test
    void a_window_counts_to_its_end_and_then_anew() {
        Window first = window(100, Duration.ofHours(-1), Duration.ofHours(1));
        settle(held(first, 60), 60);
        Held refused = hold(first, 50);
        assertThat(refused.granted()).isFalse();
        assertThat(refused.retryAfter()).contains(Duration.ofHours(1));
        assertThat(refused.left()).containsExactly(new Left(60, 40, Duration.ofHours(1)));
        pass(Duration.ofHours(1));
        Window second = window(100, Duration.ZERO, Duration.ofHours(2));
        assertThat(hold(second, 100).granted()).isTrue();
    }

    @Test
    void a_request_over_the_end_of_a_window_counts_in_the_one_it_began_in() {
        Hold spanning = held(window(100, Duration.ofHours(-1), Duration.ofHours(1)), 80);
        pass(Duration.ofHours(1));
        Window second = window(100, Duration.ZERO, Duration.ofHours(2));
        assertThat(left(second).used()).isZero();
        assertThat(settle(spanning, 70)).isTrue();
        assertThat(left(second).used()).isZero();
    }

    @Test
    void debt_goes_over_into_the_next_window_and_not_over_one_that_nobody_used() {
        settle(held(window(100, Duration.ofHours(-1), Duration.ofHours(1)), 10), 130);
        Hold spanning = of(window(200, Duration.ofHours(-1), Duration.ofHours(1)), 10);
        assertThat(got(store().hold(spanning)).granted()).isTrue();
        pass(Duration.ofHours(1));
        Window second = window(100, Duration.ZERO, Duration.ofHours(1));
        assertThat(left(second).used()).isEqualTo(40);
        settle(spanning, 15);
        assertThat(left(second).used()).isEqualTo(45);
        pass(Duration.ofHours(2));
        assertThat(left(window(100, Duration.ZERO, Duration.ofHours(1))).used()).isZero();
    }

    @Test
    void one_whose_clock_is_late_counts_in_the_window_that_has_begun() {
        Window first = window(100, Duration.ofHours(-1), Duration.ofMillis(5));
        Window second = window(100, Duration.ofMillis(5), Duration.ofHours(1));
        settle(held(second, 30), 30);
        Hold late = held(first, 60);
        assertThat(left(second).used()).isEqualTo(90);
        settle(late, 50);
        assertThat(left(second).used()).isEqualTo(80);
    }

    // ---- the end of a hold

    @Test
    void a_hold_is_ended_once() {
        var tokens = perMinute("t", 1000, 1000);
        var slots = new Concurrency("c", 2);
        Hold hold = of(new Claim(tokens, 500), new Claim(slots, 1));
        assertThat(settle(hold, 500, 1)).isFalse();
        got(store().hold(hold));
        assertThat(settle(hold, 300, 1)).isTrue();
        assertThat(settle(hold, 900, 1)).isFalse();
        assertThat(got(store().release(hold))).isFalse();
        assertThat(got(store().renew(hold))).isFalse();
        assertThat(got(store().look(List.of(tokens, slots))))
                .extracting(Left::used)
                .containsExactly(300L, 0L);
    }

    @Test
    void a_hold_that_is_made_again_takes_nothing_more() {
        var slots = new Concurrency("c", 2);
        Hold hold = held(slots, 1);
        Held again = got(store().hold(hold));
        assertThat(again.granted()).isTrue();
        assertThat(again.left()).extracting(Left::used).containsExactly(1L);
        held(slots, 1);
        assertThat(got(store().hold(hold)).granted()).isTrue();
        assertThat(settle(hold, 1)).isTrue();
        assertThat(left(slots).used()).isEqualTo(1);
    }

    @Test
    void a_hold_that_is_released_has_never_been() {
        var requests = perMinute("r", 10, 10);
        var slots = new Concurrency("c", 1);
        Hold hold = of(new Claim(requests, 1), new Claim(slots, 1));
        got(store().hold(hold));
        assertThat(got(store().release(hold))).isTrue();
        assertThat(got(store().look(List.of(requests, slots))))
                .extracting(Left::used)
                .containsExactly(0L, 0L);
    }

    @Test
    void a_lease_that_runs_out_frees_the_concurrency_and_spends_the_rest() {
        var day = new Bucket("d", 1000, Duration.ofDays(1), 1000);
        var slots = new Concurrency("c", 1);
        var hold = new Hold("short", List.of(new Claim(day, 400), new Claim(slots, 1)), Duration.ofSeconds(20));
        got(store().hold(hold));
        pass(Duration.ofSeconds(19));
        assertThat(left(slots).used()).isEqualTo(1);
        pass(Duration.ofSeconds(3));
        assertThat(got(store().look(List.of(day, slots))))
                .extracting(Left::used)
                .containsExactly(400L, 0L);
        assertThat(settle(hold, 0, 0)).isFalse();
        assertThat(left(day).used()).isEqualTo(400);
    }

    @Test
    void a_lease_lasts_as_long_as_it_is_renewed() {
        var slots = new Concurrency("c", 1);
        var hold = new Hold("short", List.of(new Claim(slots, 1)), Duration.ofSeconds(20));
        got(store().hold(hold));
        for (int i = 0; i < 20; i++) {
            pass(Duration.ofSeconds(15));
            assertThat(got(store().renew(hold))).isTrue();
        }
        assertThat(left(slots).used()).isEqualTo(1);
        pass(Duration.ofSeconds(22));
        assertThat(left(slots).used()).isZero();
        assertThat(got(store().renew(hold))).isFalse();
    }

    @Test
    void amounts_that_cannot_be_are_refused_and_the_hold_stays() {
        Hold hold = held(new Concurrency("c", 1), 1);
        assertThat(failure(store().settle(hold, 1, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 amounts for 1 claims");
        assertThat(failure(store().settle(hold, -1))).hasMessageContaining("cannot be negative");
        assertThat(settle(hold, Long.MAX_VALUE)).isTrue();
    }

    @Test
    void an_absurd_amount_is_a_great_debt_and_no_overflow() {
        var tokens = perMinute("t", 1000, 1000);
        settle(held(tokens, 10), Long.MAX_VALUE);
        settle(held(tokens, 0), Long.MAX_VALUE);
        assertThat(hold(tokens, 1).granted()).isFalse();
        assertThat(left(tokens).used()).isGreaterThan(1L << 39);
        assertThat(left(tokens).remaining()).isZero();
    }

    // ---- many at once

    @Test
    void many_at_once_never_take_more_than_there_is_and_leave_nothing_behind() throws InterruptedException {
        var day = new Window("w", 1000, now().minusSeconds(60), now().plus(Duration.ofDays(1)));
        var slots = new Concurrency("c", 7);
        int threads = 8;
        var running = new AtomicLong();
        var most = new AtomicLong();
        var spent = new AtomicLong();
        var done = new CountDownLatch(threads);
        try (var pool = Executors.newFixedThreadPool(threads)) {
            for (int t = 0; t < threads; t++) {
                int thread = t;
                pool.execute(() -> {
                    var random = new Random(thread);
                    for (int i = 0; i < 300; i++) {
                        long claim = 1 + random.nextLong(12);
                        var hold =
                                new Hold(thread + "-" + i, List.of(new Claim(day, claim), new Claim(slots, 1)), LEASE);
                        if (got(store().hold(hold)).granted()) {
                            most.accumulateAndGet(running.incrementAndGet(), Math::max);
                            long used = random.nextLong(claim + 1);
                            spent.addAndGet(used);
                            running.decrementAndGet();
                            settle(hold, used, 1);
                        }
                    }
                    done.countDown();
                });
            }
            done.await();
        }
        assertThat(most.get()).isBetween(1L, 7L);
        assertThat(spent.get()).isBetween(900L, 1000L);
        assertThat(got(store().look(List.of(day, slots))))
                .extracting(Left::used)
                .containsExactly(spent.get(), 0L);
    }

    /** Random steps, each compared with what the arithmetic written down says. */
    @Test
    void it_counts_as_it_is_written_down() {
        for (int seed = 0; seed < 4; seed++) {
            var random = new Random(seed);
            var book = new FakeContext();
            book.advance(Duration.between(book.clock().instant(), now()));
            String s = seed + "-";
            List<Limit> limits = List.of(
                    perMinute(s + "a", 600, 40),
                    perMinute(s + "b", 7919, 3000),
                    new Bucket(s + "c", 5_000_000, Duration.ofDays(1), 20_000),
                    new Bucket(s + "d", 200_000, MINUTE, 200_000),
                    new Window(s + "e", 50_000, now().minusSeconds(5), now().plus(Duration.ofDays(1))),
                    new Concurrency(s + "f", 25));
            var open = new ArrayList<Hold>();
            for (int step = 0; step < 400; step++) {
                if (random.nextInt(5) == 0) {
                    Duration time = Duration.ofMillis(random.nextInt(3000));
                    pass(time);
                    book.advance(time);
                }
                if (open.isEmpty() || random.nextInt(5) < 3) {
                    var claims = new ArrayList<Claim>();
                    for (Limit limit : limits) {
                        if (random.nextInt(3) > 0) {
                            long amount = limit instanceof Concurrency ? 1 : random.nextInt(400);
                            claims.add(new Claim(
                                    random.nextInt(4) == 0 ? limit.upTo(limit.capacity() / 2) : limit, amount));
                        }
                    }
                    var hold = new Hold(s + step, claims, Duration.ofDays(1));
                    Held said = got(store().hold(hold));
                    Held expected = got(book.hold(hold));
                    assertThat(said.refusedBy()).as(hold.toString()).isEqualTo(expected.refusedBy());
                    assertThat(said.retryAfter()).isEqualTo(expected.retryAfter());
                    assertThat(said.left()).isEqualTo(expected.left());
                    if (said.granted()) {
                        open.add(hold);
                    }
                } else {
                    Hold hold = open.remove(random.nextInt(open.size()));
                    long[] spent = hold.claims().stream()
                            .mapToLong(c -> random.nextLong(c.amount() + c.amount() / 8 + 1))
                            .toArray();
                    assertThat(settle(hold, spent)).isEqualTo(got(book.settle(hold, spent)));
                }
                assertThat(got(store().look(limits))).isEqualTo(got(book.look(limits)));
            }
        }
    }

    @Test
    void counters_and_values_stay_what_they_were() {
        assertThat(got(store().add("k", 2, MINUTE))).isEqualTo(2);
        held(new Concurrency("k", 3), 1);
        assertThat(got(store().add("k", 0, MINUTE))).isEqualTo(2);
        assertThat(got(store().get("k"))).isEqualTo(Optional.empty());
        assertThat(left(new Concurrency("k", 3)).used()).isEqualTo(1);
    }
}
