package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.End;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Recording;
import dev.headgate.testkit.Recordings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/**
 * A recorded stream over HTTP/2 whose upstream ends at a byte of its frames, by closing or resetting the connection or
 * by sending nothing more: as over HTTP/1.1, it is rescued before its first content and honest afterwards.
 */
final class EveryFrameByteTest {
    private static final boolean LONG = Boolean.getBoolean("headgate.long");
    private static final String STREAM = "azure/vercel-ai.openai-azure-model-router.1-stream";
    private static final JsonMapper JSON = new JsonMapper();
    /** Each has an upstream of its own: what ends a connection ends every stream on it. */
    private static final int CLIENTS = 8;

    private enum Cut {
        FIN,
        RST,
        STALL
    }

    private record Job(Cut how, int at) {}

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger rescued = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();
    private final AtomicInteger finished = new AtomicInteger();

    private static CutStream recorded() {
        assumeTrue(
                Recordings.available(), () -> "SKIPPED: recorded provider traffic is not here: " + Recordings.folder());
        List<Recording> found = Recordings.cases(m -> STREAM.equals(m.provider() + "/" + m.name()));
        assertThat(found).hasSize(1);
        return CutStream.of(CutStream.Framing.FRAMES, found.getFirst());
    }

    @Test
    @Timeout(900)
    void a_stream_of_frames_cut_there_is_rescued_or_says_so() throws InterruptedException {
        CutStream stream = recorded();
        Queue<Job> jobs = new ConcurrentLinkedQueue<>();
        for (int at : stream.cuts(LONG ? 1 : 101)) {
            for (Cut how : Cut.values()) {
                jobs.add(new Job(how, at));
            }
        }
        int size = jobs.size();
        List<H2Upstream> primaries = new ArrayList<>();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            primaries.add(new H2Upstream(asked -> cut(stream, asked)));
        }
        try (var spare = new FakeUpstream().keeping(1).always(OpenAiReplies.chatStream("rescued"));
                TestGateway gateway = gateway(primaries, spare)) {
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                clients.add(Thread.ofVirtual().start(() -> work(stream, client, gateway, jobs)));
            }
            for (Thread client : clients) {
                client.join();
            }
        } finally {
            primaries.forEach(H2Upstream::close);
        }
        assertThat(wrong.stream().sorted().limit(20))
                .as("%d wrong", wrong.size())
                .isEmpty();
        System.out.printf(
                "%d cuts over HTTP/2: %d rescued, %d broken off, %d finished%n",
                size, rescued.get(), broken.get(), finished.get());
        assertThat(rescued.get() + broken.get() + finished.get()).isEqualTo(size);
    }

    private void work(CutStream stream, int client, TestGateway gateway, Queue<Job> jobs) {
        for (Job job = jobs.poll(); job != null; job = jobs.poll()) {
            String how = job.how() == Cut.STALL ? "short" : "patient";
            String model = how + client + "/" + job.how() + "." + job.at();
            try (RawClient c = RawClient.connect(gateway.url().toString())) {
                judge(
                        job,
                        stream,
                        c.post("/v1/chat/completions", request(model)).read());
            } catch (AssertionError | RuntimeException e) {
                wrong.add(job + ": " + e);
            }
        }
    }

    private static TestGateway gateway(List<H2Upstream> primaries, FakeUpstream spare) {
        var upstreams = new StringBuilder();
        var models = new StringBuilder();
        for (int i = 0; i < primaries.size(); i++) {
            upstreams.append("""
                    primary%d: { provider: openai-compatible, base-url: "%s", http-version: http2, breaker: off }
                    """.formatted(i, primaries.get(i).url()).indent(2));
            models.append("""
                    "patient%1$d/*": { targets: [ primary%1$d/* ], fallback: [ spare/m ], retry: { attempts: 1 } }
                    "short%1$d/*":
                      targets: [ primary%1$d/* ]
                      fallback: [ spare/m ]
                      retry: { attempts: 1 }
                      timeouts: { first-token: 2s, idle: 80ms }
                    """.formatted(i).indent(2));
        }
        return TestGateway.start("""
                upstreams:
                  spare: { provider: openai-compatible, base-url: "%s", breaker: off }
                %smodels:
                %s""".formatted(spare.url(), upstreams, models));
    }

    private static String request(String model) {
        return """
                {"model":"%s","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"hello"}]}""".formatted(model);
    }

    private static void cut(CutStream stream, H2Upstream.Asked asked) throws IOException {
        if (asked.before > 0) {
            // Its connection stalled within a frame, so that nothing more can be said on it.
            asked.fin();
            return;
        }
        String[] job = JSON.readTree(asked.body).path("model").asString().split("\\.", 2);
        asked.answer(stream.upTo(Integer.parseInt(job[1])));
        switch (Cut.valueOf(job[0])) {
            case FIN -> asked.fin();
            case RST -> asked.reset();
            case STALL -> {}
        }
    }

    private void judge(Job job, CutStream stream, Answer answer) {
        boolean complete = answer.end() == End.COMPLETE;
        String said;
        if (answer.status() != 200) {
            said = "status " + answer.status();
        } else if (answer.header("x-headgate-upstream").equals("spare")) {
            rescued.incrementAndGet();
            boolean may = stream.rescued(job.at()) || job.how() == Cut.RST;
            said = may && complete && answer.chat().text().equals("rescued")
                    ? ""
                    : "the fallback's answer, complete " + complete + " " + answer.header("x-headgate-attempts");
        } else {
            (complete ? finished : broken).incrementAndGet();
            said = stream.rescued(job.at()) ? "not rescued" : stream.wrong(job.at(), answer.text(), complete);
            if (!said.isEmpty() && job.how() == Cut.RST && fitsEarlier(job, stream, answer.text(), complete)) {
                said = "";
            }
        }
        if (!said.isEmpty()) {
            wrong.add(job.how() + " at " + stream.at(job.at()) + ": " + said + ":\n" + answer.text());
        }
    }

    /** A reset may overtake what was sent before it. */
    private static boolean fitsEarlier(Job job, CutStream stream, String text, boolean complete) {
        return stream.cuts(1).stream()
                .filter(at -> at < job.at() && !stream.rescued(at))
                .anyMatch(at -> stream.wrong(at, text, complete).isEmpty());
    }
}
