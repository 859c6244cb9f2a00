package dev.headgate.bench.parts;

import dev.headgate.api.Body;
import dev.headgate.api.Operation;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.Keepsakes;
import dev.headgate.dialect.StreamStage;
import dev.headgate.dialect.Translation;
import dev.headgate.dialect.Translator;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.time.Clock;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
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
    private static final byte[] NONE = {};

    static final int EVENTS = 64;

    private final Keepsakes.Drawer keepsakes = new Keepsakes(Clock.SYSTEM).of("team", "key");
    private final Count count = new Count();

    @Param
    private Format format = Format.ANTHROPIC;

    private Translation translation = format.translation();
    private Asked asked = asked(format);
    private byte[] events = NONE;
    private Body answer = Body.of("");
    private StreamStage stage = translation.translator(asked).stream();

    /** For JMH, which then sets the format. */
    public Translations() {}

    Translations(Format format) {
        this.format = format;
        begin();
    }

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

    private Asked asked(Format of) {
        return new Asked(Operation.CHAT, Texts.conversation(), of.model(), true, true, 1_763_812_345, keepsakes);
    }

    /** Has a stream of the format begin. */
    @Setup
    public final void begin() {
        translation = format.translation();
        asked = asked(format);
        events = format.events(EVENTS);
        answer = format.answer();
        stage = translation.translator(asked).stream();
        byte[] first = format.start();
        stage.bytes(first, 0, first.length, count);
    }

    /** A request of 4 KB with tools and their results. */
    @Benchmark
    public Translator.Request requestOf4K() {
        return translation.translator(asked).request();
    }

    @Benchmark
    public Translator.Answer answerOf1K() {
        return translation.translator(asked).answer(answer);
    }

    /** A delta of a word or so. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int event() {
        stage.bytes(events, 0, events.length, count);
        return count.bytes;
    }
}
