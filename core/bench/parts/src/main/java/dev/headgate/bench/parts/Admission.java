package dev.headgate.bench.parts;

import dev.headgate.api.StateStore;
import dev.headgate.api.quota.Claim;
import dev.headgate.api.quota.Held;
import dev.headgate.api.quota.Hold;
import dev.headgate.api.quota.Limit;
import dev.headgate.state.LocalState;
import dev.headgate.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A request held to six limits in this process and settled, whatever else is limited. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xms64m", "-Xmx256m"})
public class Admission {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final StateStore alone = store(0);
    private final StateStore amongMany = store(10_000);
    private final List<Limit> limits = limits("mine");
    private long number;

    private static StateStore store(int others) {
        StateStore store = new LocalState(Clock.SYSTEM).of("limits").state();
        for (int i = 0; i < others; i++) {
            store.hold(hold("other-" + i, limits("other-" + i)));
        }
        return store;
    }

    private static List<Limit> limits(String whose) {
        Instant now = Instant.now();
        return List.of(
                new Limit.Bucket(whose + "|requests", 600_000_000, MINUTE, 600_000_000),
                new Limit.Bucket(whose + "|tokens", 200_000_000_000L, MINUTE, 200_000_000_000L),
                new Limit.Window(whose + "|month", 1L << 40, now, now.plus(Duration.ofDays(30))),
                new Limit.Concurrency(whose + "|concurrent", 50),
                new Limit.Bucket(whose + "|model", 600_000_000, MINUTE, 600_000_000),
                new Limit.Concurrency(whose + "|all", 20_000));
    }

    private static Hold hold(String id, List<Limit> limits) {
        var claims = new ArrayList<Claim>(limits.size());
        for (Limit limit : limits) {
            claims.add(new Claim(limit, 1));
        }
        return new Hold(id, claims, Duration.ofHours(12));
    }

    @Benchmark
    public Held heldAndSettled() {
        return heldAndSettled(alone);
    }

    /** With sixty thousand levels in use and ten thousand holds open. */
    @Benchmark
    public Held heldAndSettledAmongMany() {
        return heldAndSettled(amongMany);
    }

    private Held heldAndSettled(StateStore store) {
        Hold hold = hold("hold-" + number++, limits);
        Held held = store.hold(hold).result();
        store.settle(hold, 1, 1, 1, 1, 1, 1);
        return held;
    }
}
