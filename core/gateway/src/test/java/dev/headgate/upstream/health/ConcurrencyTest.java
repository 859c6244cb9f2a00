package dev.headgate.upstream.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Failure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConcurrencyTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1000 * MILLI;

    private long now = -3 * SECOND;

    @Test
    void a_fixed_limit_lets_so_many_through_and_takes_each_back_once() {
        Concurrency two = Concurrency.fixed(2);
        Concurrency.Slot first = enter(two);
        Concurrency.Slot second = enter(two);
        assertThat(two.tryEnter(now)).isNull();
        assertThat(two.full(now)).isTrue();
        first.streaming(now);
        assertThat(two.tryEnter(now)).isNull();
        first.leave();
        first.leave();
        assertThat(two.underWay()).isEqualTo(1);
        enter(two);
        assertThat(two.tryEnter(now)).isNull();
        second.failed(Kind.UPSTREAM_TIMEOUT, now + 60 * SECOND);
        assertThat(two.limit()).isEqualTo(2);
    }

    /** An upstream with places enough is merely slow; one with few has a queue. */
    @ParameterizedTest
    @CsvSource({
        // places, time to first content, length of a stream, requests a second, whether they come to half the limit
        "1000, 200, 0, 200, true",
        "1000, 200, 3000, 20, false",
        "10, 200, 0, 45, true",
        "40, 200, 0, 500, true",
        "30, 500, 2000, 50, true",
        "4, 200, 1000, 15, true",
    })
    void falls_with_a_latency_of_five_times_the_usual_and_is_back_within_ten_seconds(
            int places, int firstContent, int length, int perSecond, boolean pressed) {
        var load = new OpenLoad(Concurrency.adaptive(1000), places, length, perSecond);
        load.run(60, firstContent);
        double served = load.run(20, firstContent).served();
        int before = load.concurrency.limit();
        OpenLoad.Figures slow = load.run(30, 5 * firstContent);
        if (pressed) {
            assertThat(slow.least()).as("limit").isLessThan(before / 2);
            assertThat(slow.waiting()).as("in the upstream's queue at last").isLessThan(before / 2);
        } else {
            assertThat(slow.served()).isEqualTo(1);
        }
        load.run(10, firstContent);
        OpenLoad.Figures after = load.run(10, firstContent);
        assertThat(after.served()).as("served again").isGreaterThanOrEqualTo(served * 0.98);
        assertThat(after.longestWait()).isLessThanOrEqualTo(3L * firstContent);
        assertThat(load.concurrency.limit()).isGreaterThanOrEqualTo(before * 3 / 4);
    }

    @Test
    void timeouts_bring_it_down_to_one_and_no_further_and_answers_bring_it_back() {
        Concurrency limit = Concurrency.adaptive(100);
        for (int i = 0; i < 100; i++) {
            Concurrency.Slot slot = enter(limit);
            now += SECOND;
            slot.leave();
            slot.failed(Kind.UPSTREAM_TIMEOUT, now);
            assertThat(limit.limit()).isBetween(1, 20);
        }
        assertThat(limit.limit()).isEqualTo(1);
        long since = now;
        while (limit.limit() < 20) {
            List<Concurrency.Slot> all = fill(limit);
            now += 300 * MILLI;
            all.forEach(s -> {
                s.leave();
                s.answered(now);
            });
        }
        assertThat(now - since).isLessThan(10 * SECOND);
    }

    @Test
    void one_who_had_no_time_to_wait_cannot_bring_it_down() {
        Concurrency limit = Concurrency.adaptive(100);
        streams(limit, 10, 500);
        int before = limit.limit();
        for (int i = 0; i < 100; i++) {
            Concurrency.Slot slot = enter(limit);
            now += MILLI;
            slot.leave();
            slot.failed(Kind.UPSTREAM_TIMEOUT, now);
            now += 200 * MILLI;
        }
        assertThat(limit.limit()).isEqualTo(before);
    }

    @Test
    void failures_and_callers_who_leave_say_nothing() {
        Concurrency limit = Concurrency.adaptive(100);
        for (int i = 0; i < 100; i++) {
            for (Kind kind : List.of(Kind.UPSTREAM_FAILED, Kind.UPSTREAM_THROTTLED, Kind.CLIENT_GONE, Kind.OUTRUN)) {
                Concurrency.Slot slot = enter(limit);
                now += SECOND;
                slot.leave();
                slot.failed(kind, now);
            }
        }
        assertThat(limit.limit()).isEqualTo(20);
        assertThat(limit.underWay()).isZero();
    }

    @Test
    void hardly_used_it_stays_where_it_is() {
        Concurrency limit = Concurrency.adaptive(100);
        streams(limit, 500, 200);
        assertThat(limit.limit()).isEqualTo(20);
        now += 24 * 3600 * SECOND;
        assertThat(limit.limit()).isEqualTo(20);
        streams(limit, 5, 3000);
        assertThat(limit.limit()).isEqualTo(20);
    }

    @Test
    void never_exceeds_its_greatest() {
        Concurrency limit = Concurrency.adaptive(30);
        for (int i = 0; i < 200; i++) {
            List<Concurrency.Slot> all = fill(limit);
            now += 200 * MILLI;
            all.forEach(s -> {
                s.streaming(now);
                s.leave();
            });
            assertThat(all.size()).isLessThanOrEqualTo(30);
        }
        assertThat(limit.limit()).isEqualTo(30);
    }

    @Test
    void long_streams_do_not_keep_a_low_limit() {
        Concurrency limit = Concurrency.adaptive(100);
        for (int i = 0; i < 50; i++) {
            Concurrency.Slot slot = enter(limit);
            now += SECOND;
            slot.leave();
            slot.failed(Kind.UPSTREAM_TIMEOUT, now);
        }
        assertThat(limit.limit()).isEqualTo(1);
        for (int i = 0; limit.underWay() < 40; i++) {
            assertThat(i).as("fifths of a second").isLessThan(50);
            while (limit.underWay() < limit.limit() - 1) {
                enter(limit).streaming(now);
            }
            Concurrency.Slot stream = enter(limit);
            assertThat(limit.full(now)).isTrue();
            now += 200 * MILLI;
            stream.streaming(now);
            assertThat(limit.full(now)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void threads_never_share_a_place_and_leave_all_empty(boolean adaptive) throws Exception {
        Concurrency limit = adaptive ? Concurrency.adaptive(7) : Concurrency.fixed(7);
        int threads = 8;
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var start = new CyclicBarrier(threads);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            var running = new ArrayList<Future<?>>();
            for (int t = 0; t < threads; t++) {
                int id = t;
                running.add(pool.submit(() -> {
                    start.await();
                    for (int i = 0; i < 20_000; i++) {
                        long at = i * MILLI;
                        Concurrency.Slot one = limit.tryEnter(at);
                        Concurrency.Slot other = limit.tryEnter(at);
                        int n = inside.addAndGet((one == null ? 0 : 1) + (other == null ? 0 : 1));
                        most.accumulateAndGet(n, Math::max);
                        for (Concurrency.Slot s : new Concurrency.Slot[] {one, other}) {
                            if (s == null) {
                                continue;
                            }
                            if ((i + id) % 3 == 0) {
                                s.failed(Kind.UPSTREAM_TIMEOUT, at + SECOND);
                            } else {
                                s.streaming(at + MILLI);
                            }
                            inside.decrementAndGet();
                            s.leave();
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> r : running) {
                r.get();
            }
        }
        assertThat(most.get()).isBetween(1, 7);
        assertThat(limit.underWay()).isZero();
        assertThat(limit.limit()).isBetween(1, 7);
    }

    private Concurrency.Slot enter(Concurrency limit) {
        return Objects.requireNonNull(limit.tryEnter(now));
    }

    private List<Concurrency.Slot> fill(Concurrency limit) {
        var all = new ArrayList<Concurrency.Slot>();
        for (Concurrency.Slot s = limit.tryEnter(now); s != null; s = limit.tryEnter(now)) {
            all.add(s);
        }
        return all;
    }

    /** One after the other. */
    private void streams(Concurrency limit, int n, int millis) {
        for (int i = 0; i < n; i++) {
            Concurrency.Slot slot = enter(limit);
            now += millis * MILLI;
            slot.streaming(now);
            slot.leave();
        }
    }
}
