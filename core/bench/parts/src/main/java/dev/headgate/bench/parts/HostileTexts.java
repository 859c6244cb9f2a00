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
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A chat of one megabyte, made to be slow to count, through the filter {@code rate-limit}. */
@State(Scope.Thread)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 2, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xms64m", "-Xmx256m"})
public class HostileTexts {
    private static final Outcome OVER = new Outcome(200, Optional.empty(), Duration.ofMillis(9), Optional.empty());
    private static final int MEGABYTE = 1 << 20;

    /** What it consists of. */
    @Param({"prose", "one word", "spaces", "line breaks", "digits", "emoji", "accents", "punctuation", "noise"})
    public String text = "prose";

    private final Filtered filtered = new Filtered();
    private final GatewayResponse answer = new Buffered(200, Headers.NONE, Texts.answer());
    private final Filter ample =
            Filtered.filter(new RateLimitFactory(), "{ each-team: { tokens: 1T/s } }".replace("1T", "1000G"));
    private Filter close = ample;
    private Body chat = Body.EMPTY;

    /** Makes the text. */
    @Setup
    public void write() {
        chat = Texts.request(
                MEGABYTE,
                switch (text) {
                    case "one word" -> "a";
                    case "spaces" -> " ";
                    case "line breaks" -> "\\n";
                    case "digits" -> "1234567890";
                    case "emoji" -> "\uD83D\uDE42";
                    case "accents" -> "\u00e9\u0301\u00fc";
                    case "punctuation" -> "!?.,;:-_()[]{}#~";
                    case "noise" -> noise();
                    default -> "The lock keeper raised the gate a hand's breadth and let the water settle. ";
                });
        // Room for the most that this text can be, and little more.
        close = Filtered.filter(
                new RateLimitFactory(), "{ each-team: { tokens: %dk/s } }".formatted(chat.length() / 1000 + 10));
    }

    private static String noise() {
        return new Random(1)
                .ints(MEGABYTE / 2, '0', 'z' + 1)
                .filter(c -> c != '\\')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Lets go of the loop. */
    @TearDown(Level.Trial)
    public void end() throws Exception {
        ample.close();
        close.close();
        filtered.close();
    }

    private GatewayResponse through(Filter filter) {
        ExchangeState exchange = filtered.chat(chat);
        GatewayResponse answered = filter.apply(exchange, e -> Future.succeededFuture(answer))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        exchange.ended(OVER);
        return answered;
    }

    /** Far from a limit. */
    @Benchmark
    public GatewayResponse farFromALimit() {
        return through(ample);
    }

    /** So close that tokens are counted one by one. */
    @Benchmark
    public GatewayResponse closeToALimit() {
        return through(close);
    }
}
