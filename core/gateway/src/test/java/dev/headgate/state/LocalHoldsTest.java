package dev.headgate.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.StateStore;
import dev.headgate.api.quota.Claim;
import dev.headgate.api.quota.Hold;
import dev.headgate.api.quota.Limit;
import dev.headgate.api.quota.Limit.Concurrency;
import dev.headgate.api.quota.Sharing;
import dev.headgate.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LocalHoldsTest extends StateStoreConformance {
    private final AtomicLong nanos = new AtomicLong(5_000_000_000L);
    private final AtomicLong step = new AtomicLong();
    private final Clock clock = new Clock() {
        @Override
        public long nanos() {
            return nanos.get();
        }

        @Override
        public Instant now() {
            return Instant.ofEpochSecond(1_700_000_000L, nanos.get()).plusSeconds(step.get());
        }
    };
    private final LocalState state = new LocalState(clock);
    private final StateStore store = state.of("limits").state();

    @Override
    StateStore store() {
        return store;
    }

    @Override
    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Override
    Instant now() {
        return clock.now();
    }

    private static Hold hold(String id, Limit limit, long amount) {
        return new Hold(id, List.of(new Claim(limit, amount)), Duration.ofSeconds(30));
    }

    @Test
    void a_gateway_that_shares_with_nobody_says_so() {
        assertThat(store.sharing()).isEqualTo(Sharing.ALONE);
        assertThat(store.sharing().degraded()).isFalse();
    }

    @Test
    void plugins_do_not_meet_under_one_key() {
        store.hold(hold("h", new Concurrency("c", 1), 1));
        StateStore other = state.of("other").state();
        assertThat(other.hold(hold("h", new Concurrency("c", 1), 1)).result().granted())
                .isTrue();
        assertThat(state.holds()).isEqualTo(2);
        // Each configuration is lent a view of its own, and sees what the one before has left.
        assertThat(state.of("limits")
                        .state()
                        .look(List.of(new Concurrency("c", 1)))
                        .result()
                        .getFirst()
                        .used())
                .isEqualTo(1);
    }

    @Test
    void a_wall_clock_that_is_set_moves_no_bucket_and_no_lease() {
        var bucket = new Limit.Bucket("b", 60, Duration.ofMinutes(1), 10);
        store.hold(hold("h", bucket, 10));
        step.set(3600);
        assertThat(store.look(List.of(bucket)).result().getFirst().used()).isEqualTo(10);
        assertThat(state.holds()).isEqualTo(1);
        step.set(-3600);
        pass(Duration.ofSeconds(5));
        assertThat(store.look(List.of(bucket)).result().getFirst().used()).isEqualTo(5);
    }

    @Test
    void only_what_is_empty_makes_room_and_when_nothing_does_the_new_hold_fails() {
        var small = new LocalHolds(clock, 4, 100);
        for (int i = 0; i < 4; i++) {
            var tokens = new Limit.Bucket("t" + i, 60, Duration.ofMinutes(1), 60);
            Hold h = hold("h" + i, tokens, 1);
            assertThat(small.hold(h).result().granted()).isTrue();
            small.settle(h, i == 0 ? 600 : 1);
        }
        assertThat(small.hold(hold("late", new Concurrency("c", 1), 1)).cause())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("4 limits are in use");
        pass(Duration.ofSeconds(2));
        assertThat(small.hold(hold("later", new Concurrency("c", 1), 1))
                        .result()
                        .granted())
                .isTrue();
        var debtor = new Limit.Bucket("t0", 60, Duration.ofMinutes(1), 60);
        assertThat(small.look(List.of(debtor)).result().getFirst().used()).isEqualTo(598);
    }

    @Test
    void so_many_holds_may_be_open_and_the_next_fails_until_one_has_ended() {
        var small = new LocalHolds(clock, 4, 2);
        var slots = new Concurrency("c", 10);
        assertThat(small.hold(hold("a", slots, 1)).result().granted()).isTrue();
        assertThat(small.hold(hold("b", slots, 1)).result().granted()).isTrue();
        assertThat(small.hold(hold("a", slots, 1)).result().granted()).isTrue();
        assertThat(small.hold(hold("c", slots, 1)).cause()).hasMessageContaining("2 holds are open");
        assertThat(small.settle(hold("a", slots, 1), 1).result()).isTrue();
        assertThat(small.hold(hold("c", slots, 1)).result().granted()).isTrue();
        pass(Duration.ofSeconds(32));
        assertThat(small.open()).isZero();
        assertThat(small.look(List.of(slots)).result().getFirst().used()).isZero();
    }

    @Test
    void leases_of_all_lengths_run_out_in_their_second_however_time_jumps() {
        var slots = new Concurrency("c", 1_000);
        for (int i = 1; i <= 400; i++) {
            store.hold(new Hold("l" + i, List.of(new Claim(slots, 1)), Duration.ofSeconds(i)));
        }
        long passed = 0;
        for (long jump : new long[] {1, 1, 7, 60, 100, 128, 1, 200}) {
            pass(Duration.ofSeconds(jump));
            passed += jump;
            long most = Math.max(0, 400 - passed + 1);
            assertThat((long) state.holds()).isBetween(Math.max(0, most - 1), most);
        }
        assertThat(store.look(List.of(slots)).result().getFirst().used()).isZero();
    }
}
