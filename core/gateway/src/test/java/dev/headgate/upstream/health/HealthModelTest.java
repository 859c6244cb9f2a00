package dev.headgate.upstream.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.headgate.api.Failure.Kind;
import dev.headgate.upstream.health.Standing.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/**
 * Any course of overlapping calls against the {@link Reference}. Hours pass here in no time, which shows in passing that
 * the wall clock has no say.
 */
final class HealthModelTest {
    private static final String[] MODELS = {"small", "large"};
    private static final long MILLI = 1_000_000L;

    /** Far from the clock's end, but the count runs over it within a course. */
    private static final long START = Long.MAX_VALUE - 3_600_000L * MILLI;

    /** Something that happens; {@code call} counts back from the latest. */
    sealed interface Step {
        record Begin(int model, boolean lastResort) implements Step {}

        record Answered(int call) implements Step {}

        record Streaming(int call) implements Step {}

        record Failed(int call, Kind kind, int status, Optional<Duration> retryAfter) implements Step {}

        record Ended(int call) implements Step {}

        record Released(int call) implements Step {}

        record Wait(long nanos) implements Step {}
    }

    /** Both sides of one call. */
    private record Pair(Permit permit, Reference.Call call) {}

    @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE)
    void behaves_as_the_reference(@ForAll("limits") BreakerLimits limits, @ForAll("courses") List<Step> course) {
        Course run = new Course(limits);
        for (Step step : course) {
            run.step(step);
            run.compare();
        }
        Reference seen = run.reference;
        assertThat(run.benched).hasSize(seen.benches);
        cover("opened", seen.openings > 0);
        cover("opened again by the trial", seen.openings > seen.closings + 1);
        cover("closed by the trial", seen.closings > 0);
        cover("trial given back", seen.probesGivenBack > 0);
        cover("benched", seen.benches > 0);
    }

    @Property(tries = 1_000)
    void nothing_a_caller_does_opens_it(
            @ForAll("limits") BreakerLimits limits, @ForAll("callersFaults") List<Kind> faults) {
        Course run = new Course(limits);
        for (Kind kind : faults) {
            run.step(new Step.Begin(0, true));
            run.step(new Step.Failed(0, kind, 400, Optional.empty()));
            assertThat(run.health.standing(MODELS[0], run.now()).state()).isEqualTo(State.READY);
        }
    }

    /** Fails the whole where too few courses come to it. */
    private static void cover(String what, boolean seen) {
        Statistics.label(what).collect(seen).coverage(c -> c.check(true).percentage(p -> p > 5));
    }

    @Provide
    Arbitrary<BreakerLimits> limits() {
        Arbitrary<Integer> rate = Arbitraries.integers().between(1, 100);
        Arbitrary<int[]> counts = Arbitraries.integers()
                .between(1, 10)
                .flatMap(window -> Arbitraries.integers().between(1, window).map(min -> new int[] {min, window}));
        Arbitrary<BreakerLimits> any = Combinators.combine(rate, counts, rate)
                .as((failure, c, slow) ->
                        new BreakerLimits(true, failure, c[0], c[1], slow, ofSeconds(30), ofSeconds(5), ofSeconds(30)));
        return Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.just(BreakerLimits.DEFAULT)), Tuple.of(2, any));
    }

    @Provide
    Arbitrary<List<Kind>> callersFaults() {
        return Arbitraries.of(Kind.UPSTREAM_REJECTED, Kind.CLIENT_GONE, Kind.INVALID_REQUEST, Kind.REJECTED_BY_FILTER)
                .list()
                .ofMaxSize(50);
    }

    @Provide
    Arbitrary<List<Step>> courses() {
        Arbitrary<Integer> call = Arbitraries.of(0, 0, 0, 1, 1, 2, 3, 5, 9);
        Arbitrary<Step> begin = Combinators.combine(Arbitraries.integers().between(0, 1), Arbitraries.of(true, false))
                .as(Step.Begin::new);
        Arbitrary<Kind> broken = Arbitraries.of(
                Kind.UPSTREAM_UNREACHABLE, Kind.UPSTREAM_FAILED, Kind.UPSTREAM_TIMEOUT, Kind.UPSTREAM_BROKE_OFF);
        Arbitrary<Optional<Duration>> wait =
                Arbitraries.of(0, 0, 2, 20).map(s -> s == 0 ? Optional.empty() : Optional.of(ofSeconds(s)));
        Arbitrary<Step> fault =
                Combinators.combine(call, broken).as((c, kind) -> new Step.Failed(c, kind, 503, Optional.empty()));
        Arbitrary<Kind> refusing = Arbitraries.of(Kind.UPSTREAM_AUTH, Kind.UPSTREAM_THROTTLED);
        Arbitrary<Step> refusal = Combinators.combine(call, refusing, Arbitraries.of(401, 403, 429), wait)
                .as(Step.Failed::new);
        Arbitrary<Step> any = Combinators.combine(call, Arbitraries.of(Kind.class), Arbitraries.of(0, 400, 503), wait)
                .as(Step.Failed::new);
        Arbitrary<Step> pass = Arbitraries.of(
                        0L, 1L, MILLI, 1_000 * MILLI, 5_000 * MILLI, 5_000 * MILLI + 1, 31_000 * MILLI, 700_000 * MILLI)
                .map(Step.Wait::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(10, begin),
                        Tuple.of(4, fault),
                        Tuple.of(2, call.map(Step.Answered::new)),
                        Tuple.of(2, call.map(Step.Streaming::new)),
                        Tuple.of(2, call.map(Step.Ended::new)),
                        Tuple.of(1, refusal),
                        Tuple.of(1, any),
                        Tuple.of(1, call.map(Step.Released::new)),
                        Tuple.of(5, pass))
                .list()
                .ofMinSize(20)
                .ofMaxSize(90);
    }

    private static Duration ofSeconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    /** Does the same to both. */
    private static final class Course {
        private final List<Pair> calls = new ArrayList<>();
        private final List<Benched> benched = new ArrayList<>();
        private final Reference reference;
        private final CredentialHealth health;
        private long passed;

        private Course(BreakerLimits limits) {
            reference = new Reference(limits);
            health = new CredentialHealth(limits, benched::add, START);
        }

        private void step(Step step) {
            switch (step) {
                case Step.Begin(int model, boolean lastResort) -> begin(MODELS[model], lastResort);
                case Step.Wait(long nanos) -> passed += nanos;
                case Step.Answered(int back) ->
                    call(back).ifPresent(c -> {
                        c.permit.answered(now());
                        reference.answer(c.call, false, passed);
                    });
                case Step.Streaming(int back) ->
                    call(back).ifPresent(c -> {
                        c.permit.streaming(now());
                        reference.answer(c.call, true, passed);
                    });
                case Step.Ended(int back) ->
                    call(back).ifPresent(c -> {
                        c.permit.streamed(now());
                        reference.end(c.call, passed);
                    });
                case Step.Released(int back) ->
                    call(back).ifPresent(c -> {
                        c.permit.released();
                        reference.leave(c.call);
                    });
                case Step.Failed(int back, Kind kind, int status, Optional<Duration> wait) ->
                    call(back).ifPresent(c -> {
                        c.permit.failed(kind, status, wait, now());
                        reference.fail(
                                c.call,
                                kind,
                                status,
                                wait.map(Duration::toNanos).orElse(0L),
                                passed);
                    });
            }
        }

        private long now() {
            return START + passed;
        }

        private void begin(String model, boolean lastResort) {
            Permit permit = health.tryAcquire(model, now(), lastResort);
            Reference.Call call = reference.begin(model, lastResort, passed);
            assertThat(permit != null).as("let through").isEqualTo(call != null);
            if (permit != null && call != null) {
                calls.addLast(new Pair(permit, call));
            }
        }

        private Optional<Pair> call(int back) {
            int at = calls.size() - 1 - back;
            return at < 0 ? Optional.empty() : Optional.of(calls.get(at));
        }

        private void compare() {
            for (String model : MODELS) {
                Standing standing = health.standing(model, now());
                State expected = reference.state(model, passed);
                Duration rest = Duration.ofNanos(Math.max(0, reference.end(model, expected) - passed));
                if (standing.state() != expected || !standing.rest(now()).equals(rest)) {
                    fail("%s for %s, not %s for %s", standing.state(), standing.rest(now()), expected, rest);
                }
            }
        }
    }
}
