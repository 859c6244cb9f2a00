package dev.headgate.bench.parts;

import dev.headgate.api.Body;
import dev.headgate.api.Operation;
import dev.headgate.dialect.RequestHead;
import dev.headgate.dialect.openai.OpenAiDialect;
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

/** Reading the head of a request and writing another model into it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xms64m", "-Xmx256m"})
public class Requests {
    private final OpenAiDialect dialect = new OpenAiDialect();
    private final Body small = Texts.prose(1_000);
    private final Body prose = Texts.prose(100_000);
    private final Body escapes = Texts.escapes(100_000);
    private final RequestHead smallHead = dialect.readHead(Operation.CHAT, small);

    @Benchmark
    public RequestHead headOf1K() {
        return dialect.readHead(Operation.CHAT, small);
    }

    @Benchmark
    public RequestHead headOf100KProse() {
        return dialect.readHead(Operation.CHAT, prose);
    }

    @Benchmark
    public RequestHead headOf100KEscapes() {
        return dialect.readHead(Operation.CHAT, escapes);
    }

    @Benchmark
    public Body modelSplice() {
        return smallHead.forUpstream(small, "gpt-4o-mini-2024-07-18", true, false);
    }
}
