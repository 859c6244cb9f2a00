package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Upstreams that send each byte as a chunk of its own hold nobody else up. How late the event loops are is seen in what
 * {@code /livez} takes, over more connections than there are loops.
 */
final class LoopLagTest {
    private static final boolean LONG = Boolean.getBoolean("headgate.long");
    private static final int STREAMS = 10;
    private static final int CHUNKS_PER_SECOND = 100_000;
    private static final Duration TIME = Duration.ofSeconds(LONG ? 20 : 1);
    private static final int PROBES = 6;
    private static final int FEWEST = 20;
    private static final int CHUNK = 6;

    /** An event in chunks of one byte. */
    private static byte[] shredded(String data) {
        var wire = new ByteArrayOutputStream();
        for (byte b : Reply.event(data).getBytes(StandardCharsets.UTF_8)) {
            wire.writeBytes(new byte[] {'1', '\r', '\n', b, '\r', '\n'});
        }
        return wire.toByteArray();
    }

    @Test
    @Timeout(120)
    void a_hundred_thousand_chunks_a_second_hold_nobody_up() throws InterruptedException {
        byte[] event = shredded(OpenAiReplies.textChunk("x"));
        int chunks = event.length / CHUNK;
        Duration pause =
                Duration.ofSeconds(1).multipliedBy((long) STREAMS * chunks).dividedBy(CHUNKS_PER_SECOND);
        try (var upstream = new FakeUpstream();
                var gateway = new GatewayProcess("128m", "{ port: 0 }", """
                        upstreams: { up: { provider: openai-compatible, base-url: "%s" } }
                        models: { m: { targets: [ up/m ], retry: { attempts: 1 } } }
                        """.formatted(upstream.url()))) {
            upstream.always(Reply.raw(
                            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .trickling(event, Long.MAX_VALUE, pause));
            List<Thread> threads = new ArrayList<>();
            var over = new AtomicBoolean();
            for (int i = 0; i < STREAMS; i++) {
                threads.add(Thread.ofVirtual().start(() -> read(gateway, over)));
            }
            upstream.await(STREAMS);
            Queue<Long> nanos = new ConcurrentLinkedQueue<>();
            long sentBefore = sent(upstream);
            long begun = System.nanoTime();
            List<Thread> probes = new ArrayList<>();
            for (int i = 0; i < PROBES; i++) {
                probes.add(Thread.ofVirtual().start(() -> probe(gateway, begun + TIME.toNanos(), nanos)));
            }
            for (Thread probe : probes) {
                probe.join();
            }
            assertThat(gateway.metric("headgate_in_flight"))
                    .as("all streams still run")
                    .isEqualTo(STREAMS);
            double seconds = (System.nanoTime() - begun) / 1e9;
            long sent = sent(upstream) - sentBefore;
            List<Long> sorted = nanos.stream().sorted().toList();
            Duration p99 = Duration.ofNanos(sorted.get(sorted.size() * 99 / 100));
            System.out.printf(
                    "%,.0f chunks a second: /livez of %,d p50 %.2f ms, p99 %.2f ms, most %.2f ms%n",
                    sent / (CHUNK * seconds),
                    sorted.size(),
                    sorted.get(sorted.size() / 2) / 1e6,
                    p99.toNanos() / 1e6,
                    sorted.getLast() / 1e6);
            over.set(true);
            for (Thread t : threads) {
                t.join();
            }
            if (LONG) {
                assertThat(p99).isLessThan(Duration.ofMillis(100));
            }
        }
    }

    private static long sent(FakeUpstream upstream) {
        return upstream.received().stream().mapToLong(r -> r.answer().sent()).sum();
    }

    private static void read(GatewayProcess gateway, AtomicBoolean over) {
        try (RawClient client = RawClient.connect(gateway.url().toString())) {
            client.post("/v1/chat/completions", Pair.streamed("m"));
            while (!over.get() && client.readBytes(4096).length > 0) {
                // only taken, so that the stream flows
            }
        }
    }

    private static void probe(GatewayProcess gateway, long end, Queue<Long> nanos) {
        try (RawClient client = RawClient.connect(gateway.url().toString())) {
            for (int i = 0; i < FEWEST || System.nanoTime() - end < 0; i++) {
                long asked = System.nanoTime();
                if (client.get("/livez").read().status() == 200) {
                    nanos.add(System.nanoTime() - asked);
                }
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        }
    }
}
