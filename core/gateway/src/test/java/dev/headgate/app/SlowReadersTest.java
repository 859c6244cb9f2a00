package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Received;
import dev.headgate.testkit.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However many callers read slowly or not at all, each costs the gateway no more than 64 KiB. */
final class SlowReadersTest {
    private static final boolean LONG = Boolean.getBoolean("headgate.long");
    private static final long EACH = 64 * 1024;
    /** What memory grows by for other reasons: classes loaded since, room that pools keep. */
    private static final long OTHER = 8L << 20;

    /** What the system holds of a stream that is not taken, at all four ends of its two connections. */
    private static final long SYSTEM_EACH = 256 * 1024;

    private static final long PAGE = 4096;
    private static final int WARM = 500;
    private static final long SHIFTED = 1024;
    private static final int WRITE_TIMEOUT = 8;
    private static final String REQUEST = Pair.streamed("m");
    private static final byte[] EVENT =
            Reply.event(OpenAiReplies.textChunk("x".repeat(800))).getBytes(StandardCharsets.UTF_8);

    private final FakeUpstream upstream = new FakeUpstream().holding(16 * 1024);

    @AfterEach
    void close() {
        upstream.close();
    }

    private GatewayProcess gateway(Duration writeTimeout, String heap) {
        return new GatewayProcess(
                heap, "{ port: 0, write-timeout: %ds }".formatted(writeTimeout.toSeconds()), """
                upstreams: { up: { provider: openai-compatible, base-url: "%s", max-connections: 20000 } }
                models:
                  m:
                    targets: [ up/real ]
                    retry: { attempts: 1 }
                    timeouts: { connect: 60s, first-token: 2m, idle: 5m }
                """.formatted(
                                upstream.url()));
    }

    private static Reply stream(long bytes) {
        return Reply.of(200)
                .header("content-type", "text/event-stream")
                .chunked()
                .repeating(EVENT, bytes / EVENT.length);
    }

    private static int count(int inLongRuns, int always) {
        return LONG ? inLongRuns : always;
    }

    /** Both sides of a stream are files of this process, and what nobody takes waits in the system's own buffers. */
    private static void requireRoom(int streams) throws IOException {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os
                ? os.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
        assumeTrue(files > streams * 2L + 500, () -> "SKIPPED: room for open files is not here: " + files);
        long pages = socketPages();
        assumeTrue(
                pages * PAGE > streams * SYSTEM_EACH,
                () -> "SKIPPED: room in the system's socket buffers is not here: " + pages + " pages");
    }

    /** How many pages of memory the system gives to all sockets together. */
    private static long socketPages() throws IOException {
        Path limits = Path.of("/proc/sys/net/ipv4/tcp_mem");
        if (!Files.exists(limits)) {
            return Long.MAX_VALUE / PAGE;
        }
        // Such a file gives all it has to its first read, which must be large enough.
        try (BufferedReader in = Files.newBufferedReader(limits)) {
            return Long.parseLong(in.readLine().strip().split("\\s+", -1)[2]);
        }
    }

    /** What the gateway holds once its code is warm. */
    private long warm(GatewayProcess gateway) throws IOException, InterruptedException {
        upstream.always(OpenAiReplies.chatStream("one", "two", "three"));
        try (RawClient client = RawClient.connect(gateway.url().toString())) {
            for (int i = 0; i < WARM; i++) {
                client.post("/v1/chat/completions", REQUEST).read();
            }
        }
        return gateway.held();
    }

    private long sent() {
        return upstream.received().stream().mapToLong(r -> r.answer().sent()).sum();
    }

    private static void pass(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - until < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static boolean within(Duration limit, BooleanSupplier condition) {
        long until = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - until > 0) {
                return false;
            }
            pass(Duration.ofMillis(100));
        }
        return true;
    }

    /** Blocks until the upstream can send no more than what the system shifts between its own buffers. */
    private void awaitHeldBack(int streams) {
        boolean held = within(Duration.ofSeconds(300), () -> {
            long before = sent();
            pass(Duration.ofSeconds(1));
            return upstream.requests() >= streams + WARM && sent() - before < streams * SHIFTED;
        });
        assertThat(held)
                .as("the upstream is held back, having been asked %d times", upstream.requests() - WARM)
                .isTrue();
    }

    private static void bounded(GatewayProcess gateway, long base, int streams)
            throws IOException, InterruptedException {
        assertThat(gateway.alive()).isTrue();
        long grown = gateway.held() - base;
        System.out.printf(
                "%,d streams: base %,d KiB, grown by %,d KiB, %,d bytes each%n",
                streams, base >> 10, grown >> 10, grown / streams);
        assertThat(grown).isLessThan(streams * EACH + OTHER);
    }

    @Test
    @Timeout(900)
    void slow_readers_are_held_for_64_kib_each() throws IOException, InterruptedException {
        int readers = count(8000, 200);
        requireRoom(readers);
        try (GatewayProcess gateway = gateway(Duration.ofMinutes(10), LONG ? "400m" : "64m")) {
            long base = warm(gateway);
            upstream.always(stream(8 << 20));
            try (var slow = new SlowReaders(gateway.url(), readers, REQUEST, () -> upstream.requests() - WARM)) {
                awaitHeldBack(readers);
                for (int second = 0; second < count(10, 3); second++) {
                    pass(Duration.ofSeconds(1));
                    assertThat(slow.take(100)).isEqualTo(readers);
                }
                bounded(gateway, base, readers);
                assertThat(gateway.metric("headgate_in_flight")).isEqualTo(readers);
            }
            nothingLeft(gateway);
        }
    }

    @Test
    @Timeout(900)
    void readers_that_take_nothing_are_held_for_64_kib_each_and_then_cut() throws IOException, InterruptedException {
        int readers = count(2000, 100);
        requireRoom(readers);
        try (GatewayProcess gateway = gateway(Duration.ofSeconds(LONG ? 30 : WRITE_TIMEOUT), LONG ? "160m" : "64m")) {
            long base = warm(gateway);
            upstream.always(stream(10 << 20));
            try (var slow = new SlowReaders(gateway.url(), readers, REQUEST, () -> upstream.requests() - WARM)) {
                assertThat(within(Duration.ofSeconds(60), () -> upstream.requests() >= readers + WARM))
                        .isTrue();
                pass(Duration.ofSeconds(2));
                bounded(gateway, base, readers);
                assertThat(within(
                                Duration.ofSeconds(LONG ? 60 : WRITE_TIMEOUT + 10),
                                () -> gateway.metric("headgate_in_flight") == 0))
                        .as("cut at the write limit")
                        .isTrue();
                assertThat(slow.take(0)).isLessThanOrEqualTo(readers);
            }
            nothingLeft(gateway);
        }
    }

    private void nothingLeft(GatewayProcess gateway) {
        assertThat(within(
                        Duration.ofSeconds(20),
                        () -> gateway.metric("headgate_in_flight") == 0
                                && gateway.metric("headgate_upstream_in_flight") == 0
                                && gateway.metric("headgate_connections") == 0))
                .isTrue();
        for (Received r : upstream.received()) {
            r.awaitOutcome();
        }
    }
}
