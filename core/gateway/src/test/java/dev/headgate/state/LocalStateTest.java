package dev.headgate.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.StateStore;
import dev.headgate.time.Clock;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LocalStateTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong nanos = new AtomicLong(5_000_000_000L);
    private final Clock clock = new Clock() {
        @Override
        public long nanos() {
            return nanos.get();
        }

        @Override
        public Instant now() {
            return Instant.ofEpochSecond(1_700_000_000L, nanos.get());
        }
    };
    private final LocalState state = new LocalState(clock);
    private final StateStore limits = state.of("limits").state();

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<String> text(Future<Optional<byte[]>> got) {
        return got.result().map(b -> new String(b, StandardCharsets.UTF_8));
    }

    @Test
    void a_value_is_there_until_its_time_has_run_out_and_a_new_one_has_its_own() {
        limits.put("k", bytes("one"), MINUTE);
        pass(Duration.ofSeconds(59));
        assertThat(text(limits.get("k"))).contains("one");
        limits.put("k", bytes("two"), Duration.ofSeconds(2));
        pass(Duration.ofMillis(1999));
        assertThat(text(limits.get("k"))).contains("two");
        pass(Duration.ofMillis(2));
        assertThat(text(limits.get("k"))).isEmpty();
    }

    @Test
    void a_counter_has_its_time_from_its_first_addition() {
        assertThat(limits.add("k", 2, MINUTE).result()).isEqualTo(2);
        pass(Duration.ofSeconds(59));
        assertThat(limits.add("k", 3, MINUTE).result()).isEqualTo(5);
        assertThat(limits.add("k", -1, MINUTE).result()).isEqualTo(4);
        assertThat(limits.add("k", 0, MINUTE).result()).isEqualTo(4);
        pass(Duration.ofSeconds(2));
        assertThat(limits.add("k", 7, MINUTE).result()).isEqualTo(7);
    }

    @Test
    void values_and_counters_do_not_meet_and_are_removed_together() {
        limits.put("k", bytes("v"), MINUTE);
        assertThat(limits.add("k", 1, MINUTE).result()).isEqualTo(1);
        assertThat(text(limits.get("k"))).contains("v");
        limits.remove("k");
        assertThat(text(limits.get("k"))).isEmpty();
        assertThat(limits.add("k", 1, MINUTE).result()).isEqualTo(1);
    }

    @Test
    void plugins_do_not_see_each_other_and_one_sees_itself_again() {
        limits.put("k", bytes("v"), MINUTE);
        assertThat(text(state.of("cache").state().get("k"))).isEmpty();
        assertThat(text(state.of("limits").state().get("k"))).contains("v");
        assertThat(state.of("limits").clock().instant()).isEqualTo(clock.now());
    }

    @Test
    void additions_from_many_threads_are_all_counted() throws InterruptedException {
        int threads = 8;
        int each = 20_000;
        var done = new CountDownLatch(threads);
        try (var pool = Executors.newFixedThreadPool(threads)) {
            for (int t = 0; t < threads; t++) {
                pool.execute(() -> {
                    for (int i = 0; i < each; i++) {
                        limits.add("k", 1, MINUTE);
                    }
                    done.countDown();
                });
            }
            done.await();
        }
        assertThat(limits.add("k", 0, MINUTE).result()).isEqualTo((long) threads * each);
    }

    @Test
    void what_is_too_large_or_lasts_no_time_is_refused_with_what_would_be_right() {
        assertThat(limits.put("k", new byte[StateStore.MAX_VALUE + 1], MINUTE).cause())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1048576");
        assertThat(limits.get("k".repeat(StateStore.MAX_KEY + 1)).cause())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("512");
        assertThat(limits.add("k", 1, Duration.ZERO).cause()).hasMessageContaining("must be positive");
        assertThat(limits.put("k", new byte[1], Duration.ofSeconds(-1)).cause()).hasMessageContaining("positive");
        assertThat(limits.put("k", bytes("v"), Duration.ofSeconds(Long.MAX_VALUE))
                        .succeeded())
                .isTrue();
        assertThat(text(limits.get("k"))).contains("v");
    }

    @Test
    void there_is_only_so_much_room_and_what_had_to_go_is_counted() {
        var small = new LocalState(clock, 10_000, 100);
        StateStore store = small.of("p").state();
        for (int i = 0; i < 1000; i++) {
            store.put("v" + i, new byte[1000], MINUTE);
            store.add("c" + i, 1, MINUTE);
        }
        long kept = 0;
        for (int i = 0; i < 1000; i++) {
            kept += store.get("v" + i).result().isPresent() ? 1 : 0;
        }
        assertThat(kept).isBetween(1L, 9L);
        assertThat(small.evicted()).isEqualTo(1000 - kept + 900);
    }
}
