package dev.headgate.bench.parts;

import dev.headgate.api.Body;
import dev.headgate.api.Operation;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.Keepsakes;
import dev.headgate.dialect.StreamStage;
import dev.headgate.dialect.Translation;
import dev.headgate.dialect.Translator;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.dialect.anthropic.AnthropicTranslation;
import dev.headgate.dialect.bedrock.ConverseTranslation;
import dev.headgate.time.Clock;
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

/** Putting requests into another wire format, and making chat chunks and chat completions of what comes back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xms64m", "-Xmx256m"})
public class Translations {
    static final int EVENTS = 64;

    private final AnthropicTranslation anthropic = new AnthropicTranslation();
    private final ConverseTranslation converse = new ConverseTranslation();
    private final Keepsakes.Drawer keepsakes = new Keepsakes(Clock.SYSTEM).of("team", "key");
    private final Asked asked = asked(Texts.conversation());
    private final byte[] events = Texts.messageEvents(EVENTS);
    private final byte[] start = Texts.messageStart();
    private final Body message = Texts.message();
    private final byte[] frames = Texts.converseEvents(EVENTS);
    private final byte[] firstFrame = Texts.converseStart();
    private final Body output = Texts.converseAnswer();
    private final Count count = new Count();
    private final StreamStage stage = begun(anthropic, start);
    private final StreamStage framed = begun(converse, firstFrame);

    /** Counts bytes without a look at them. */
    private static final class Count implements StreamStage.Sink {
        private int bytes;

        @Override
        public void events(byte[] array, int from, int to) {
            bytes += to - from;
        }

        @Override
        public void failed(UpstreamError error) {
            throw new IllegalStateException(error.message());
        }

        @Override
        public void malformed(String what) {
            throw new IllegalStateException(what);
        }
    }

    private Asked asked(Body body) {
        return new Asked(Operation.CHAT, body, "claude-sonnet-4-5", true, true, 1_763_812_345, keepsakes);
    }

    private StreamStage begun(Translation translation, byte[] first) {
        StreamStage s = translation.translator(asked).stream();
        s.bytes(first, 0, first.length, count);
        return s;
    }

    /** A request of 4 KB with tools and their results. */
    @Benchmark
    public Translator.Request anthropicRequestOf4K() {
        return anthropic.translator(asked).request();
    }

    @Benchmark
    public Translator.Answer anthropicAnswerOf1K() {
        return anthropic.translator(asked).answer(message);
    }

    /** A delta of a word or so. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int anthropicEvent() {
        stage.bytes(events, 0, events.length, count);
        return count.bytes;
    }

    /** The same request. */
    @Benchmark
    public Translator.Request converseRequestOf4K() {
        return converse.translator(asked).request();
    }

    @Benchmark
    public Translator.Answer converseAnswerOf1K() {
        return converse.translator(asked).answer(output);
    }

    /** A delta of a word or so, in a frame. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int converseEvent() {
        framed.bytes(frames, 0, frames.length, count);
        return count.bytes;
    }
}
