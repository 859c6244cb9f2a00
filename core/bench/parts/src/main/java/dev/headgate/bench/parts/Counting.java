package dev.headgate.bench.parts;

import dev.headgate.api.Body;
import dev.headgate.api.Filter;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Buffered;
import dev.headgate.api.Headers;
import dev.headgate.api.Outcome;
import dev.headgate.dispatch.ExchangeState;
import dev.headgate.plugin.ratelimit.RateLimitFactory;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A chat of one kilobyte through the filter {@code rate-limit} under limits on requests, tokens and concurrency, its counting
 * and its settlement included: far from all limits, and close to one, where tokens are counted one by one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xms64m", "-Xmx256m"})
public class Counting {
    private static final Outcome OVER = new Outcome(200, Optional.empty(), Duration.ofMillis(9), Optional.empty());

    private final Filtered filtered = new Filtered();
    private final Body chat = Texts.prose(1_000);
    private final GatewayResponse answer = new Buffered(200, Headers.NONE, Texts.answer());
    private final Filter ample = Filtered.filter(
            new RateLimitFactory(),
            "{ each-team: { requests: 1G/min, tokens: 100G/min, concurrent: 1000 }, gateway: { concurrent: 10000 } }");

    /** Lets go of the loop. */
    @TearDown(Level.Trial)
    public void end() throws Exception {
        ample.close();
        filtered.close();
    }

    private GatewayResponse through(Filter filter) {
        ExchangeState exchange = filtered.chat(chat);
        GatewayResponse answered =
                filter.apply(exchange, e -> Future.succeededFuture(answer)).result();
        exchange.ended(OVER);
        return answered;
    }

    /** Held, counted, settled, far from every limit. */
    @Benchmark
    public GatewayResponse chatOf1K() {
        return through(ample);
    }

    /** What it takes without the filter: the request's head is read and its exchange made. */
    @Benchmark
    public ExchangeState exchangeOf1K() {
        return filtered.chat(chat);
    }
}
