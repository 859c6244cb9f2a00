package dev.headgate.bench.parts;

import dev.headgate.api.Body;
import dev.headgate.api.Filter;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Buffered;
import dev.headgate.api.Headers;
import dev.headgate.dialect.RequestHead;
import dev.headgate.plugin.redaction.RedactionFactory;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
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
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A chat of one kilobyte and its answer of half as much through redaction, originals put back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xms64m", "-Xmx256m"})
public class Redacting {
    private static final String PERSONAL =
            "Write to ann@example.org about the card 4111 1111 1111 1111 of bob@example.net, "
                    + "who keeps the level of the water in the north of the valley and has done so for many years now. ";

    /** What is looked for. */
    @Param({"email, card", "all"})
    public String detect = "email, card";

    private final Filtered filtered = new Filtered();
    private final Body clean = Texts.prose(1_000);
    private final Body personal = Texts.request(1_000, PERSONAL);
    private final GatewayResponse plain = new Buffered(200, Headers.NONE, Texts.answer());
    private final GatewayResponse repeating = new Buffered(
            200, Headers.NONE, Body.of(Texts.answer().text().replace("the farm", "<EMAIL_1> and `<card_1>`")));
    private final Map<String, Filter> filters = new HashMap<>();

    /** Lets go of the loop. */
    @TearDown(Level.Trial)
    public void end() {
        filtered.close();
    }

    private GatewayResponse through(Body request, GatewayResponse answer) {
        Filter filter = filters.computeIfAbsent(
                detect, d -> Filtered.filter(new RedactionFactory(), "{ detect: [ %s ], restore: true }".formatted(d)));
        return filter.apply(filtered.chat(request), e -> Future.succeededFuture(answer))
                .result();
    }

    /** Nothing is found. */
    @Benchmark
    public GatewayResponse chatOf1K() {
        return through(clean, plain);
    }

    /** Twelve findings of three values, and what they stand for put back. */
    @Benchmark
    public GatewayResponse chatOf1KWithFindings() {
        return through(personal, repeating);
    }

    /** What both take without the filter: the request's head is read. */
    @Benchmark
    public RequestHead headOf1K() {
        return filtered.head(clean);
    }
}
