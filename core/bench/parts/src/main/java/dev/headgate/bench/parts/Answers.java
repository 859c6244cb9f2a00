package dev.headgate.bench.parts;

import dev.headgate.api.Body;
import dev.headgate.api.Operation;
import dev.headgate.dialect.Reading;
import dev.headgate.dialect.StreamReader;
import dev.headgate.dialect.openai.OpenAiDialect;
import dev.headgate.wire.SseEvent;
import dev.headgate.wire.SseParser;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading whole answers, and the events of streams one after another. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xms64m", "-Xmx256m"})
public class Answers {
    static final int EVENTS = 64;

    private final OpenAiDialect dialect = new OpenAiDialect();
    private final Body answer = Texts.answer();
    private final byte[] stream = Texts.stream(EVENTS);
    private final byte[] first = Texts.stream(1);
    private final byte[] usage = Texts.usageEvent();
    private final SseParser parser = new SseParser();
    private final Count count = new Count();
    private final Judge judge = new Judge(dialect.streamReader(Operation.CHAT, 1));

    /** Counts events without a look at them. */
    private static final class Count implements SseParser.Sink {
        private int events;

        @Override
        public void event(SseEvent event) {
            events++;
        }

        @Override
        public void filler(byte[] array, int from, int to) {}
    }

    /** Has each event judged. */
    private static final class Judge implements SseParser.Sink {
        private final StreamReader reader;
        private int content;

        Judge(StreamReader reader) {
            this.reader = reader;
        }

        @Override
        public void event(SseEvent event) {
            content += reader.read(event) == StreamReader.Verdict.CONTENT ? 1 : 0;
        }

        @Override
        public void filler(byte[] array, int from, int to) {}
    }

    @Benchmark
    public Reading answerOf1K() {
        return dialect.readAnswer(Operation.CHAT, answer);
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int eventFound() {
        parser.feed(stream, 0, stream.length, count);
        return count.events;
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int eventJudged() {
        parser.feed(stream, 0, stream.length, judge);
        return judge.content;
    }

    @Benchmark
    public int usageEventJudged() {
        parser.feed(usage, 0, usage.length, judge);
        return judge.content;
    }

    /** A stream from its beginning to its first event. */
    @Benchmark
    public Object streamBegun() {
        StreamReader reader = dialect.streamReader(Operation.CHAT, 1);
        new SseParser().feed(first, 0, first.length, new Judge(reader));
        return reader;
    }
}
