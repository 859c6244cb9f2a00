package dev.headgate.upstream.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Failure.Kind;
import dev.headgate.upstream.health.Standing.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CredentialHealthTest {
    private static final String MODEL = "gpt-5";
    private static final String OTHER = "gpt-5-mini";

    private final List<Benched> benched = new ArrayList<>();
    private final CredentialHealth health = new CredentialHealth(BreakerLimits.DEFAULT, benched::add, 0);
    private long now;

    @Test
    void opens_at_the_fifth_failure() {
        fail(4, Kind.UPSTREAM_FAILED);
        assertThat(state()).isEqualTo(State.READY);
        fail(1, Kind.UPSTREAM_FAILED);
        assertThat(state()).isEqualTo(State.OPEN);
        assertThat(health.tryAcquire(MODEL, now, true)).isNull();
    }

    @Test
    void opens_at_the_fifth_failure_after_any_success() {
        for (int i = 0; i < 1000; i++) {
            acquire().answered(now);
        }
        fail(5, Kind.UPSTREAM_UNREACHABLE);
        assertThat(state()).isEqualTo(State.OPEN);
    }

    @Test
    void opens_when_streams_keep_being_slow() {
        for (int i = 0; i < 5; i++) {
            Permit permit = acquire();
            pass(Duration.ofSeconds(31));
            permit.streaming(now);
        }
        assertThat(state()).isEqualTo(State.OPEN);
    }

    @Test
    void a_whole_answer_may_take_its_time() {
        for (int i = 0; i < 20; i++) {
            Permit permit = acquire();
            pass(Duration.ofMinutes(5));
            permit.answered(now);
        }
        assertThat(state()).isEqualTo(State.READY);
    }

    @Test
    void a_stream_counts_once_and_those_that_break_off_open_it() {
        for (int i = 0; i < 5; i++) {
            assertThat(state()).isEqualTo(State.READY);
            Permit permit = acquire();
            permit.streaming(now);
            permit.failed(Kind.UPSTREAM_BROKE_OFF, 200, Optional.empty(), now);
            permit.failed(Kind.UPSTREAM_BROKE_OFF, 200, Optional.empty(), now);
        }
        assertThat(state()).isEqualTo(State.OPEN);
    }

    @Test
    void streams_that_break_off_count_among_those_that_end_well() {
        for (int i = 0; i < 100; i++) {
            Permit permit = acquire();
            permit.streaming(now);
            if (i % 10 >= 6) {
                permit.failed(Kind.UPSTREAM_BROKE_OFF, 200, Optional.empty(), now);
            } else {
                permit.streamed(now);
            }
            permit.streamed(now);
        }
        assertThat(state()).as("four in ten").isEqualTo(State.READY);
        for (int i = 0; i < 10; i++) {
            Permit permit = acquire();
            permit.streaming(now);
            permit.failed(Kind.CLIENT_GONE, 0, Optional.empty(), now);
        }
        assertThat(state()).as("left by their readers").isEqualTo(State.READY);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void only_the_upstreams_own_failures_open_it(Kind kind) {
        for (int i = 0; i < 50; i++) {
            Permit permit = health.tryAcquire(MODEL, now, true);
            if (permit != null) {
                permit.failed(kind, 400, Optional.empty(), now);
            }
        }
        boolean opens = switch (kind) {
            case UPSTREAM_UNREACHABLE, UPSTREAM_FAILED, UPSTREAM_TIMEOUT, UPSTREAM_BROKE_OFF -> true;
            default -> false;
        };
        assertThat(state() == State.OPEN).isEqualTo(opens);
    }

    @Test
    void waits_double_while_trials_fail_and_are_capped() {
        fail(5, Kind.UPSTREAM_FAILED);
        for (int seconds : new int[] {5, 10, 20, 30, 30, 30}) {
            assertThat(standing().rest(now)).isEqualTo(Duration.ofSeconds(seconds));
            pass(Duration.ofSeconds(seconds).plusNanos(1));
            assertThat(state()).isEqualTo(State.PROBE_DUE);
            fail(1, Kind.UPSTREAM_TIMEOUT);
        }
    }

    @Test
    void a_trial_that_goes_well_closes_it_and_forgets() {
        open();
        acquire().answered(now);
        assertThat(state()).isEqualTo(State.READY);
        fail(5, Kind.UPSTREAM_FAILED);
        assertThat(standing().rest(now)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void one_call_tries_it_and_all_others_stay_away() {
        open();
        Permit trial = acquire();
        assertThat(state()).isEqualTo(State.PROBING);
        pass(Duration.ofHours(1));
        assertThat(health.tryAcquire(MODEL, now, true)).isNull();
        assertThat(health.tryAcquire(OTHER, now, true)).isNull();
        trial.answered(now);
        assertThat(state()).isEqualTo(State.READY);
    }

    @Test
    void a_trial_whose_client_leaves_is_left_to_the_next() {
        open();
        acquire().failed(Kind.CLIENT_GONE, 0, Optional.empty(), now);
        assertThat(state()).isEqualTo(State.PROBE_DUE);
        Permit trial = acquire();
        assertThat(health.tryAcquire(MODEL, now, true)).isNull();
        trial.released();
        trial.released();
        assertThat(acquire()).isNotNull();
        assertThat(health.tryAcquire(MODEL, now, true)).isNull();
    }

    @Test
    void calls_from_before_the_break_say_nothing_about_the_trial() {
        Permit leaves = acquire();
        Permit succeeds = acquire();
        Permit fails = acquire();
        open();
        Permit trial = acquire();
        leaves.released();
        succeeds.answered(now);
        fails.failed(Kind.UPSTREAM_TIMEOUT, 0, Optional.empty(), now);
        assertThat(state()).isEqualTo(State.PROBING);
        trial.answered(now);
        assertThat(state()).isEqualTo(State.READY);
    }

    @Test
    void calls_from_before_the_break_do_not_open_it_again() {
        List<Permit> hanging = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            hanging.add(acquire());
        }
        open();
        acquire().answered(now);
        hanging.forEach(permit -> permit.failed(Kind.UPSTREAM_TIMEOUT, 0, Optional.empty(), now));
        assertThat(state()).isEqualTo(State.READY);
    }

    @Test
    void never_opens_when_switched_off() {
        CredentialHealth off = new CredentialHealth(BreakerLimits.OFF, benched::add, now);
        for (int i = 0; i < 100; i++) {
            Permit permit = Objects.requireNonNull(off.tryAcquire(MODEL, now, false));
            permit.failed(Kind.UPSTREAM_FAILED, 500, Optional.empty(), now);
        }
        assertThat(off.standing(MODEL, now).state()).isEqualTo(State.READY);
    }

    @Test
    void throttling_cools_one_model_for_as_long_as_was_said() {
        acquire().failed(Kind.UPSTREAM_THROTTLED, 429, Optional.of(Duration.ofSeconds(17)), now);
        assertThat(standing())
                .isEqualTo(new Standing(State.COOLING, Duration.ofSeconds(17).toNanos()));
        assertThat(health.tryAcquire(MODEL, now, true)).isNull();
        assertThat(health.standing(OTHER, now).state()).isEqualTo(State.READY);
        pass(Duration.ofSeconds(17));
        assertThat(state()).isEqualTo(State.READY);
    }

    @Test
    void a_shorter_wait_does_not_cut_a_longer_one() {
        Permit first = acquire();
        Permit second = acquire();
        first.failed(Kind.UPSTREAM_THROTTLED, 429, Optional.of(Duration.ofSeconds(17)), now);
        second.failed(Kind.UPSTREAM_THROTTLED, 429, Optional.of(Duration.ofSeconds(2)), now);
        assertThat(standing().rest(now)).isEqualTo(Duration.ofSeconds(17));
    }

    @Test
    void throttling_without_a_wait_leaves_it_as_the_last_resort() {
        acquire().failed(Kind.UPSTREAM_THROTTLED, 429, Optional.empty(), now);
        assertThat(state()).isEqualTo(State.THROTTLED);
        assertThat(health.tryAcquire(MODEL, now, false)).isNull();
        assertThat(health.tryAcquire(MODEL, now, true)).isNotNull();
    }

    @Test
    void throttling_without_a_wait_lasts_longer_each_time_up_to_half_a_minute() {
        for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            acquire().failed(Kind.UPSTREAM_THROTTLED, 429, Optional.empty(), now);
            assertThat(standing().rest(now)).isEqualTo(Duration.ofSeconds(seconds));
            pass(Duration.ofSeconds(seconds));
        }
        acquire().answered(now);
        acquire().failed(Kind.UPSTREAM_THROTTLED, 429, Optional.empty(), now);
        assertThat(standing().rest(now)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void many_calls_throttled_at_once_count_as_one() {
        List<Permit> calls = List.of(acquire(), acquire(), acquire(), acquire());
        pass(Duration.ofMillis(10));
        calls.forEach(call -> call.failed(Kind.UPSTREAM_THROTTLED, 429, Optional.of(Duration.ZERO), now));
        assertThat(standing().rest(now)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void an_answer_to_an_earlier_call_does_not_end_a_rest() {
        Permit earlier = acquire();
        acquire().failed(Kind.UPSTREAM_THROTTLED, 429, Optional.of(Duration.ofSeconds(17)), now);
        earlier.streaming(now);
        assertThat(state()).isEqualTo(State.COOLING);
    }

    @Test
    void an_answer_to_the_last_resort_ends_a_rest() {
        acquire().failed(Kind.UPSTREAM_THROTTLED, 429, Optional.empty(), now);
        pass(Duration.ofMillis(1));
        Permit last = Objects.requireNonNull(health.tryAcquire(MODEL, now, true));
        last.streaming(now);
        assertThat(state()).isEqualTo(State.READY);
    }

    @Test
    void a_refused_credential_is_benched_longer_each_time_and_reported() {
        for (int minutes : new int[] {1, 2, 4, 8, 10, 10}) {
            acquire().failed(Kind.UPSTREAM_AUTH, 401, Optional.empty(), now);
            assertThat(health.standing(OTHER, now).state()).isEqualTo(State.BENCHED);
            assertThat(standing().rest(now)).isEqualTo(Duration.ofMinutes(minutes));
            assertThat(health.tryAcquire(MODEL, now, true)).isNull();
            pass(Duration.ofMinutes(minutes));
        }
        assertThat(benched).extracting(Benched::times).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(benched.getFirst()).isEqualTo(new Benched(Optional.empty(), 401, Duration.ofMinutes(1), 1));
    }

    @Test
    void calls_refused_together_are_one_report() {
        List<Permit> calls = List.of(acquire(), acquire(), acquire());
        calls.forEach(call -> call.failed(Kind.UPSTREAM_AUTH, 401, Optional.empty(), now));
        assertThat(benched).hasSize(1);
    }

    @Test
    void a_forbidden_model_is_benched_alone() {
        acquire().failed(Kind.UPSTREAM_AUTH, 403, Optional.empty(), now);
        assertThat(state()).isEqualTo(State.BENCHED);
        assertThat(health.standing(OTHER, now).state()).isEqualTo(State.READY);
        assertThat(benched).containsExactly(new Benched(Optional.of(MODEL), 403, Duration.ofMinutes(1), 1));
    }

    @Test
    void an_answer_ends_the_row_of_refusals() {
        acquire().failed(Kind.UPSTREAM_AUTH, 402, Optional.empty(), now);
        pass(Duration.ofMinutes(1));
        acquire().answered(now);
        acquire().failed(Kind.UPSTREAM_AUTH, 402, Optional.empty(), now);
        assertThat(standing().rest(now)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void of_several_reasons_the_longest_is_told() {
        Permit throttled = acquire();
        fail(5, Kind.UPSTREAM_FAILED);
        throttled.failed(Kind.UPSTREAM_THROTTLED, 429, Optional.of(Duration.ofSeconds(3)), now);
        assertThat(standing())
                .isEqualTo(new Standing(State.OPEN, Duration.ofSeconds(5).toNanos()));
        pass(Duration.ofSeconds(3));
        assertThat(state()).isEqualTo(State.OPEN);
    }

    @Test
    void remembers_only_so_many_models() {
        Rests rests = new Rests(new Rest.Pace(Duration.ofSeconds(1), Duration.ofSeconds(30)));
        rests.stated("kept", Duration.ofHours(1), now);
        for (int i = 0; i < 3 * Rests.MOST; i++) {
            rests.refused("m" + i, now, now);
        }
        assertThat(rests.size()).isEqualTo(Rests.MOST);
        assertThat(rests.of("kept")).isNotNull();
        pass(Duration.ofMinutes(1));
        rests.refused("one more", now, now);
        assertThat(rests.size()).isEqualTo(2);
    }

    @Test
    void threads_that_meet_make_one_trial() throws Exception {
        int threads = 6;
        open();
        CyclicBarrier together = new CyclicBarrier(threads);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int round = 0; round < 300; round++) {
                List<Future<@Nullable Permit>> all = new ArrayList<>();
                long at = now;
                for (int i = 0; i < threads; i++) {
                    all.add(pool.submit(() -> {
                        together.await();
                        return health.tryAcquire(MODEL, at, true);
                    }));
                }
                List<Permit> through = new ArrayList<>();
                for (Future<@Nullable Permit> each : all) {
                    Optional.ofNullable(each.get()).ifPresent(through::add);
                }
                assertThat(through).hasSize(1);
                if (round % 3 == 0) {
                    through.getFirst().released();
                } else {
                    through.getFirst().failed(Kind.UPSTREAM_FAILED, 500, Optional.empty(), now);
                    pass(Duration.ofSeconds(31));
                }
            }
        }
    }

    @Test
    void threads_that_fail_together_open_it_once() throws Exception {
        int threads = 6;
        CyclicBarrier together = new CyclicBarrier(threads);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int round = 0; round < 300; round++) {
                List<Future<?>> all = new ArrayList<>();
                List<Permit> calls = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    calls.add(acquire());
                }
                for (Permit call : calls) {
                    all.add(pool.submit(() -> {
                        together.await();
                        call.failed(Kind.UPSTREAM_FAILED, 500, Optional.empty(), now);
                        return null;
                    }));
                }
                for (Future<?> each : all) {
                    each.get();
                }
                assertThat(standing().rest(now)).isEqualTo(Duration.ofSeconds(5));
                pass(Duration.ofSeconds(6));
                acquire().answered(now);
            }
        }
    }

    private void fail(int times, Kind kind) {
        for (int i = 0; i < times; i++) {
            acquire().failed(kind, 500, Optional.empty(), now);
        }
    }

    /** Broken, and left alone for long enough. */
    private void open() {
        fail(5, Kind.UPSTREAM_FAILED);
        pass(Duration.ofSeconds(6));
    }

    private Permit acquire() {
        return Objects.requireNonNull(health.tryAcquire(MODEL, now, false), "let through");
    }

    private Standing standing() {
        return health.standing(MODEL, now);
    }

    private State state() {
        return standing().state();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
