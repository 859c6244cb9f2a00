package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.End;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Received;
import dev.headgate.testkit.Recording;
import dev.headgate.testkit.Recordings;
import dev.headgate.testkit.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/**
 * Recorded streams whose upstream ends at a byte of its answer, head and framing included, by closing, by a reset or by
 * sending nothing more. Before the first content the fallback's answer reaches the caller whole; afterwards what had
 * come and one error event, and the connection ends badly; after the finish the answer ends well.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EveryByteTest {
    private static final boolean LONG = Boolean.getBoolean("headgate.long");
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<CutStream.Framing> FRAMINGS = EnumSet.complementOf(EnumSet.of(CutStream.Framing.FRAMES));
    private static final int CLIENTS = 256;
    private static final int EVERY = 13;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** What an upstream's settings end with, so that no breaker stands between a cut and its target. */
    private static final String BREAKER_OFF = ", breaker: off";
    /** Filters, usage and tool calls; in a long run also text, reasoning and comments of other servers. */
    private static final List<String> STREAMS = List.of(
            "azure/vercel-ai.openai-azure-model-router.1-stream",
            "openai/pydantic-ai.test_complex_agent_run_in_flow-2");

    private static final List<String> MORE = List.of(
            "openai/pydantic-ai.test_run_stream_sync_streams_real_model-2",
            "openrouter/pydantic-ai.test_openrouter_streaming_reasoning",
            "groq/pydantic-ai.test_tool_use_failed_error_streaming-2",
            "mistral/openllmetry.test_mistralai_streaming_chat_with_events_with_content");

    private static final Reply RESCUE = OpenAiReplies.chatStreamWithUsage(5, 6, "rescued ", "whole");
    private static final String RESCUED =
            behindHead(new String(RESCUE.untilClose().wire(), StandardCharsets.UTF_8));

    /** Usage is asked for, so that nothing is left out of what the upstream sends. */
    private static String request(String model) {
        return """
                {"model":"%s","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"hello"}]}""".formatted(model);
    }

    private static String behindHead(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private enum Cut {
        FIN,
        RST,
        STALL
    }

    private record Job(int stream, Cut how, int at) {
        /** The model that says what is to befall its answer; what stands behind the slash reaches the upstream. */
        String model() {
            return (how == Cut.STALL ? "short/" : "patient/") + stream + "." + how + "." + at;
        }

        static Job of(String modelAtUpstream) {
            List<String> words = List.of(modelAtUpstream.split("\\.", 3));
            return new Job(Integer.parseInt(words.get(0)), Cut.valueOf(words.get(1)), Integer.parseInt(words.get(2)));
        }
    }

    /** What became of the cuts of one stream. */
    private static final class Tally {
        private final AtomicInteger rescued = new AtomicInteger();
        private final AtomicInteger broken = new AtomicInteger();
        private final AtomicInteger finished = new AtomicInteger();
        private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    }

    private final List<CutStream> streams = new ArrayList<>();
    private final FakeUpstream primary = new FakeUpstream().keeping(1).always(this::cut);
    private final FakeUpstream spare = new FakeUpstream().keeping(1).always(RESCUE);
    private final TestGateway gateway =
            TestGateway.start("""
            upstreams:
              primary: { provider: openai-compatible, base-url: "%s"%s }
              spare: { provider: openai-compatible, base-url: "%s"%s }
            models:
              "patient/*":
                targets: [ primary/* ]
                fallback: [ spare/m ]
                retry: { attempts: 1 }
                timeouts: { connect: 30s }
              "short/*":
                targets: [ primary/* ]
                fallback: [ spare/m ]
                retry: { attempts: 1 }
                timeouts: { connect: 30s, first-token: 1s, idle: 80ms }
            """.formatted(primary.url(), BREAKER_OFF, spare.url(), BREAKER_OFF));

    @AfterAll
    void close() {
        primary.close();
        spare.close();
        gateway.close();
    }

    private Reply cut(Received request) {
        Job job = Job.of(JSON.readTree(request.body().array()).path("model").asString());
        Reply reply = Reply.raw(streams.get(job.stream()).upTo(job.at()));
        return switch (job.how()) {
            case FIN -> reply.cutAfter(job.at());
            case RST -> reply.resetAfter(job.at());
            case STALL -> reply.stallAfter(job.at());
        };
    }

    @TestFactory
    @Timeout(1200)
    Stream<DynamicTest> a_stream_cut_there_is_rescued_or_says_so() {
        assumeTrue(
                Recordings.available(), () -> "SKIPPED: recorded provider traffic is not here: " + Recordings.folder());
        List<DynamicTest> tests = new ArrayList<>();
        List<String> names =
                LONG ? Stream.concat(STREAMS.stream(), MORE.stream()).toList() : STREAMS;
        for (Recording r : Recordings.cases(m -> names.contains(m.provider() + "/" + m.name()))) {
            for (CutStream.Framing framing : FRAMINGS) {
                streams.add(CutStream.of(framing, r));
                int number = streams.size() - 1;
                tests.add(DynamicTest.dynamicTest(r + " " + framing, () -> cutAll(number)));
            }
        }
        assertThat(tests).hasSize(names.size() * FRAMINGS.size());
        return tests.stream();
    }

    private void cutAll(int number) throws InterruptedException {
        CutStream stream = streams.get(number);
        Queue<Job> jobs = new ConcurrentLinkedQueue<>();
        for (int at : stream.cuts(LONG ? 1 : EVERY)) {
            for (Cut how : Cut.values()) {
                jobs.add(new Job(number, how, at));
            }
        }
        int size = jobs.size();
        var tally = new Tally();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(Thread.ofVirtual().start(() -> work(jobs, tally)));
        }
        for (Thread client : clients) {
            client.join();
        }
        assertThat(tally.wrong.stream().sorted().limit(20))
                .as("%d wrong", tally.wrong.size())
                .isEmpty();
        System.out.printf(
                "%d cuts: %d rescued, %d broken off, %d finished%n",
                size, tally.rescued.get(), tally.broken.get(), tally.finished.get());
        assertThat(tally.rescued.get() + tally.broken.get() + tally.finished.get())
                .isEqualTo(size);
    }

    private void work(Queue<Job> jobs, Tally tally) {
        RawClient client = connect();
        for (Job job = jobs.poll(); job != null; job = jobs.poll()) {
            try {
                Answer answer = client.post("/v1/chat/completions", request(job.model()))
                        .read();
                String wrong = judge(job, answer, tally);
                if (!wrong.isEmpty()) {
                    tally.wrong.add(job.how() + " at "
                            + streams.get(job.stream()).at(job.at()) + ": " + wrong + ":\n" + tail(answer.text()));
                }
                if (answer.end() != End.COMPLETE) {
                    client.close();
                    client = connect();
                }
            } catch (AssertionError | RuntimeException e) {
                tally.wrong.add(job + ": " + e);
                client.close();
                client = connect();
            }
        }
        client.close();
    }

    private static String tail(String text) {
        return text.length() < 400 ? text : "… " + text.substring(text.length() - 400);
    }

    private RawClient connect() {
        return RawClient.connect(gateway.url().toString()).within(PATIENCE);
    }

    private String judge(Job job, Answer answer, Tally tally) {
        CutStream stream = streams.get(job.stream());
        boolean complete = answer.end() == End.COMPLETE;
        if (answer.status() != 200) {
            return "status " + answer.status();
        }
        if (answer.header("x-headgate-upstream").equals("spare")) {
            tally.rescued.incrementAndGet();
            return (stream.rescued(job.at()) || stream.either(job.at()))
                            && complete
                            && answer.text().equals(RESCUED)
                    ? ""
                    : "the fallback's answer, complete " + complete;
        }
        (complete ? tally.finished : tally.broken).incrementAndGet();
        return stream.rescued(job.at()) && !stream.either(job.at())
                ? "not rescued"
                : stream.wrong(job.at(), answer.text(), complete);
    }
}
