package dev.headgate.bench.parts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headgate.api.Body;
import dev.headgate.api.Operation;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.Keepsakes;
import dev.headgate.dialect.Translator;
import dev.headgate.dialect.gemini.GeminiTranslation;
import dev.headgate.hub.Vectors;
import dev.headgate.time.Clock;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Vectors read from another wire format, and put into base64. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xms64m", "-Xmx256m"})
public class Embeddings {
    private static final int DIMENSIONS = 1536;

    private final String vector = new Random(1)
            .doubles(DIMENSIONS, -0.1, 0.1)
            .mapToObj(d -> Float.toString((float) d))
            .collect(Collectors.joining(",", "[", "]"));
    private final Body list = body("{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":"
            + vector + "}],\"model\":\"m\",\"usage\":{\"prompt_tokens\":5,\"total_tokens\":5}}");
    private final Body answer = body("{\"embeddings\":[{\"values\":" + vector + "}]}");
    private final Translator gemini = new GeminiTranslation()
            .translator(new Asked(
                    Operation.EMBEDDING,
                    body("{\"model\":\"m\",\"input\":\"hello\"}"),
                    "gemini-embedding-001",
                    false,
                    false,
                    1_763_812_345,
                    new Keepsakes(Clock.SYSTEM).of("team", "key")));

    private static Body body(String json) {
        return Body.wrap(json.getBytes(US_ASCII));
    }

    /** A vector of 1536 numbers. */
    @Benchmark
    public Optional<Body> vectorInBase64() {
        return Vectors.inBase64(list);
    }

    @Benchmark
    public Translator.Answer geminiVector() {
        return gemini.answer(answer);
    }
}
