package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answering;
import dev.headgate.testkit.End;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Received;
import dev.headgate.testkit.Reply;
import dev.headgate.testkit.Sse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Hundreds of streams at once, each with a marker of its own in every event, while upstreams and callers fail at random.
 * Nobody gets a byte of another's answer, and afterwards nothing is under way any more.
 */
final class MarkedStreamsTest {
    private static final boolean LONG = Boolean.getBoolean("headgate.long");
    private static final int CALLERS = 500;
    private static final int CALLS = LONG ? 12 : 3;
    private static final Pattern MARKER = Pattern.compile("caller-\\d+-\\d+");
    /** What an upstream's settings end with, so that no breaker stands between a fault and its target. */
    private static final String BREAKER_OFF = ", breaker: off";

    private static final Duration SOON = Duration.ofSeconds(2);

    @TestFactory
    Stream<DynamicTest> answers_never_mix_and_nothing_is_left() {
        var seeds = new SplittableRandom();
        return Stream.generate(() -> seeds.nextLong(1_000_000))
                .limit(LONG ? 10 : 1)
                .map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
                    try (var run = new Run(seed)) {
                        run.call();
                        run.check();
                    }
                }));
    }

    /** One gateway before two faulty upstreams, all chances from one seed. */
    private static final class Run implements AutoCloseable {
        private final long seed;
        private final FakeUpstream primary = new FakeUpstream().always(r -> reply("primary", r));
        private final FakeUpstream spare = new FakeUpstream().always(r -> reply("spare", r));
        private final TestGateway gateway;
        private final AtomicInteger whole = new AtomicInteger();
        private final AtomicInteger broken = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
        private final AtomicInteger left = new AtomicInteger();
        private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

        Run(long seed) {
            this.seed = seed;
            gateway = TestGateway.start("""
                    upstreams:
                      primary: { provider: openai-compatible, base-url: "%s"%s }
                      spare: { provider: openai-compatible, base-url: "%s"%s }
                    models:
                      m:
                        targets: [ primary/real ]
                        fallback: [ spare/real ]
                        retry: { attempts: 1 }
                        timeouts: { first-token: 1s, idle: 500ms, total: 10s }
                    """.formatted(primary.url(), BREAKER_OFF, spare.url(), BREAKER_OFF));
        }

        // ---- what an upstream does

        private Reply reply(String upstream, Received request) {
            Matcher m = MARKER.matcher(request.body().text());
            if (!m.find()) {
                return OpenAiReplies.error(400, "unmarked", "no marker");
            }
            return reply(m.group() + "@" + upstream, new SplittableRandom(seed ^ (m.group() + upstream).hashCode()));
        }

        private Reply reply(String marker, SplittableRandom chance) {
            int words = 3 + chance.nextInt(40);
            List<String> datas = new ArrayList<>();
            datas.add(OpenAiReplies.roleChunk());
            for (int i = 0; i < words; i++) {
                datas.add(OpenAiReplies.textChunk(marker + "#" + i + " "));
            }
            datas.add(OpenAiReplies.finishChunk("stop"));
            List<byte[]> events = new ArrayList<>();
            int length = 0;
            for (String data : datas) {
                byte[] event =
                        Reply.event(data.replace(OpenAiReplies.ID, marker)).getBytes(StandardCharsets.UTF_8);
                length += event.length;
                events.add(event);
            }
            events.add(Reply.event("[DONE]").getBytes(StandardCharsets.UTF_8));
            int kind = chance.nextInt(20);
            if (kind == 10) {
                int bad = chance.nextInt(events.size());
                events.set(
                        bad,
                        Reply.event(OpenAiReplies.errorBody(500, "x", marker)).getBytes(StandardCharsets.UTF_8));
            } else if (kind == 11) {
                events.set(chance.nextInt(events.size()), "data: {\"gar\n\n".getBytes(StandardCharsets.UTF_8));
            }
            Reply reply = Reply.of(200).header("content-type", "text/event-stream");
            reply = chance.nextInt(4) == 0 ? reply.untilClose() : reply.chunked();
            Duration pause = kind == 12 ? Duration.ofMillis(1 + chance.nextInt(20)) : Duration.ZERO;
            for (byte[] event : events) {
                reply = reply.trickling(event, 1, pause);
            }
            int at = chance.nextInt(length);
            return switch (kind) {
                case 0, 1 -> reply.cutAfter(at);
                case 2, 3 -> reply.resetAfter(at);
                case 4 -> reply.stallAfter(at);
                case 5 -> OpenAiReplies.error(List.of(429, 500, 503).get(chance.nextInt(3)), "x", marker);
                case 6 -> Reply.closing();
                case 7 -> Reply.resetting();
                case 8 -> reply.inPiecesOf(1 + chance.nextInt(30));
                default -> reply;
            };
        }

        // ---- what callers do

        void call() throws InterruptedException {
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                int number = i;
                callers.add(Thread.ofVirtual().start(() -> caller(number)));
            }
            for (Thread caller : callers) {
                caller.join();
            }
        }

        private void caller(int number) {
            var chance = new SplittableRandom(seed + number);
            Optional<RawClient> client = Optional.empty();
            for (int i = 0; i < CALLS; i++) {
                String marker = "caller-" + number + "-" + i;
                try {
                    RawClient c = client.orElseGet(
                            () -> RawClient.connect(gateway.url().toString()).within(Duration.ofSeconds(30)));
                    client = Optional.of(c);
                    c.post("/v1/chat/completions", Pair.streamed("m").replace("hello", marker));
                    if (!read(c, marker, chance.nextInt(8) == 0 ? chance.nextInt(12) : Integer.MAX_VALUE)) {
                        c.close();
                        client = Optional.empty();
                    }
                } catch (AssertionError | RuntimeException e) {
                    wrong.add(marker + ": " + e);
                    client.ifPresent(RawClient::close);
                    client = Optional.empty();
                }
            }
            client.ifPresent(RawClient::close);
        }

        /** Reads an answer, or leaves after so many events; whether the connection can be used again. */
        private boolean read(RawClient client, String marker, int leaveAfter) {
            if (leaveAfter == 0) {
                left.incrementAndGet();
                client.reset();
                return false;
            }
            if (client.readHead().status() != 200) {
                refused.incrementAndGet();
                judge(
                        marker,
                        new String(client.rest(), StandardCharsets.UTF_8)
                                .replace(marker, "")
                                .contains("caller-"));
                return client.bodyEnd() == End.COMPLETE;
            }
            List<String> datas = new ArrayList<>();
            for (var e = client.nextEvent(); e.isPresent(); e = client.nextEvent()) {
                datas.add(e.map(Sse.Event::data).orElseThrow());
                if (datas.size() == leaveAfter) {
                    left.incrementAndGet();
                    client.reset();
                    judge(marker, mixed(marker, datas));
                    return false;
                }
            }
            boolean complete = client.bodyEnd() == End.COMPLETE;
            (complete ? whole : broken).incrementAndGet();
            judge(marker, mixed(marker, datas) || !ended(datas, complete));
            return complete;
        }

        private void judge(String marker, boolean bad) {
            if (bad) {
                wrong.add(marker);
            }
        }

        /** Whether anything but the own answer of one upstream, word by word in order, has come. */
        private static boolean mixed(String marker, List<String> datas) {
            var from = Optional.<String>empty();
            int next = 0;
            for (String data : datas) {
                if (data.equals("[DONE]") || data.startsWith("{\"error\"")) {
                    continue;
                }
                String upstream = data.contains(marker + "@primary") ? "primary" : "spare";
                if (!data.contains("\"" + marker + "@" + upstream + "\"")
                        || !from.orElse(upstream).equals(upstream)) {
                    return true;
                }
                from = Optional.of(upstream);
                if (data.contains("#")) {
                    if (!data.contains(marker + "@" + upstream + "#" + next + " ")) {
                        return true;
                    }
                    next++;
                }
            }
            return false;
        }

        private static boolean ended(List<String> datas, boolean complete) {
            boolean error = datas.stream().anyMatch(d -> d.startsWith("{\"error\""));
            boolean finish = datas.stream().anyMatch(d -> d.contains("\"finish_reason\":\"stop\""));
            return complete
                    ? !error && finish && datas.getLast().equals("[DONE]")
                    : error && datas.getLast().startsWith("{\"error\"") && !datas.contains("[DONE]");
        }

        // ---- what is left

        void check() {
            assertThat(wrong).as("seed " + seed).isEmpty();
            assertThat(whole.get() + broken.get() + refused.get() + left.get()).isEqualTo(CALLERS * CALLS);
            System.out.printf(
                    "seed %d: %s whole, %s broken off, %s refused, %s left%n", seed, whole, broken, refused, left);
            long limit = System.nanoTime() + SOON.toNanos();
            for (FakeUpstream upstream : List.of(primary, spare)) {
                for (Received r : upstream.received()) {
                    assertThat(over(r, limit))
                            .as("orphan at an upstream, seed " + seed)
                            .isTrue();
                }
                assertThat(upstream.violations()).isEmpty();
            }
            for (String gauge : List.of("headgate_in_flight", "headgate_upstream_in_flight")) {
                assertThat(soon(() -> metric(gauge) == 0))
                        .as(gauge + ", seed " + seed)
                        .isTrue();
            }
            for (FakeUpstream upstream : List.of(primary, spare)) {
                String name = upstream == primary ? "primary" : "spare";
                assertThat(soon(() -> upstream.openConnections() == connections(name)))
                        .as("connections to %s: %s, known %s", name, upstream.openConnections(), connections(name))
                        .isTrue();
            }
            assertThat(soon(() -> metric("headgate_connections") == 0))
                    .as("callers' connections: " + metric("headgate_connections"))
                    .isTrue();
        }

        private static boolean over(Received r, long limit) {
            try {
                Answering answering = r.answer();
                answering.outcome().get(Math.max(1, limit - System.nanoTime()), TimeUnit.NANOSECONDS);
                return true;
            } catch (TimeoutException e) {
                return false;
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }

        private static boolean soon(BooleanSupplier condition) {
            long limit = System.nanoTime() + SOON.toNanos();
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() - limit > 0) {
                    return false;
                }
            }
            return true;
        }

        private int connections(String upstream) {
            return (int) sum("headgate_upstream_connections{upstream=\"" + upstream + "\"");
        }

        private double metric(String name) {
            return sum(name + " ") + sum(name + "{");
        }

        private double sum(String prefix) {
            return gateway.metrics()
                    .lines()
                    .filter(l -> l.startsWith(prefix))
                    .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
                    .sum();
        }

        @Override
        public void close() {
            primary.close();
            spare.close();
            gateway.close();
        }
    }
}
