package dev.headgate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.api.EventStream;
import dev.headgate.api.Failure;
import dev.headgate.api.GatewayException;
import dev.headgate.api.Operation;
import dev.headgate.api.StreamRewriter;
import dev.headgate.dialect.openai.OpenAiDialect;
import dev.headgate.provider.ProviderSettings;
import dev.headgate.provider.ProviderType;
import dev.headgate.provider.openai.Presets;
import dev.headgate.route.Limits;
import dev.headgate.testkit.ChatFold;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.Received;
import dev.headgate.testkit.Reply;
import dev.headgate.testkit.Sse;
import dev.headgate.testkit.Step;
import dev.headgate.time.Clock;
import dev.headgate.upstream.health.BreakerLimits;
import dev.headgate.upstream.health.CredentialHealth;
import dev.headgate.upstream.http1.Http1Engine;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams as a filter inside the gateway has them in hand. */
final class AnswerStreamTest {
    private static final List<String> DATAS = List.of(
            OpenAiReplies.roleChunk(),
            OpenAiReplies.textChunk("one"),
            OpenAiReplies.textChunk("two"),
            OpenAiReplies.finishChunk("stop"),
            "[DONE]");

    private final FakeUpstream fake = new FakeUpstream();
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context context = vertx.getOrCreateContext();
    private final Http1Engine engine = new Http1Engine(URI.create(fake.url()), 1, 10, Optional.empty());
    private final Upstream upstream = new Upstream(
            "up",
            Presets.types().stream()
                    .filter(t -> t.name().equals("openai-compatible"))
                    .map(ProviderType::factory)
                    .findFirst()
                    .orElseThrow()
                    .create(new ProviderSettings(fake.url(), Optional.empty(), Optional.empty())),
            Map.of(),
            List.of(),
            List.of(),
            List.of(new CredentialHealth(BreakerLimits.OFF, refusal -> {}, Clock.SYSTEM.nanos())),
            Optional.empty(),
            engine,
            1 << 20);

    @AfterEach
    void close() throws Exception {
        fake.close();
        engine.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** Makes an attempt and hands its stream over on the loop; gives what {@code use} completes. */
    private <T> T stream(BiConsumer<AnswerStream, CompletableFuture<T>> use) throws Exception {
        return stream(Duration.ofSeconds(5), use);
    }

    private <T> T stream(Duration idle, BiConsumer<AnswerStream, CompletableFuture<T>> use) throws Exception {
        var result = new CompletableFuture<T>();
        Duration second = Duration.ofSeconds(5);
        var limits = new Limits(1, second, second, second, second, second, second, idle, 0, second);
        context.runOnContext(v -> upstream.attempt(
                        new Loop(0, vertx, Clock.SYSTEM),
                        new AttemptRequest(
                                new OpenAiDialect(),
                                Operation.CHAT,
                                "m",
                                Body.of("{}"),
                                true,
                                1,
                                false,
                                false,
                                List.of(),
                                limits,
                                second,
                                Optional.empty(),
                                Optional.empty()),
                        upstream.admit("m", Clock.SYSTEM.nanos(), true).orElseThrow(),
                        upstream.load("m"))
                .outcome()
                .onFailure(result::completeExceptionally)
                .onSuccess(a -> use.accept(((UpstreamAnswer.Streamed) a).events(), result)));
        return result.get(10, TimeUnit.SECONDS);
    }

    @Test
    void a_watcher_sees_every_event_and_harms_none() throws Exception {
        for (int size : new int[] {1, 50, 10_000}) {
            fake.always(Reply.sse(DATAS.toArray(String[]::new)).inPiecesOf(size));
            var seen = new ArrayList<String>();
            var text = new StringBuilder();
            this.<Void>stream((events, done) -> events.tap(e -> {
                        throw new IllegalStateException("a bad watcher");
                    })
                    .tap(e -> seen.add(e.data()))
                    .handler(b -> text.append(b))
                    .endHandler(v -> done.complete(null))
                    .exceptionHandler(done::completeExceptionally)
                    .resume());
            assertThat(seen).containsExactlyElementsOf(DATAS);
            assertThat(text.toString())
                    .isEqualTo(String.join("", DATAS.stream().map(Reply::event).toList()));
        }
    }

    @Test
    void nothing_is_delivered_that_is_not_asked_for() throws Exception {
        fake.always(Reply.sse(DATAS.toArray(String[]::new)));
        var pieces = new ArrayList<String>();
        int before = this.<Integer>stream((events, done) -> {
            events.handler(b -> pieces.add(b.toString()))
                    .endHandler(v -> pieces.add("end"))
                    .exceptionHandler(done::completeExceptionally);
            vertx.setTimer(50, t -> {
                int unasked = pieces.size();
                events.fetch(1);
                assertThat(pieces).hasSize(1);
                events.endHandler(v -> done.complete(unasked)).resume();
            });
        });
        assertThat(before).isZero();
        assertThat(String.join("", pieces)).endsWith(Reply.event("[DONE]"));
    }

    @Test
    void giving_up_what_has_ended_leaves_its_connection_alone() throws Exception {
        fake.always(Reply.sse(DATAS.toArray(String[]::new)));
        for (int i = 0; i < 20; i++) {
            this.<Void>stream((events, done) -> events.handler(b -> {})
                    .endHandler(v -> vertx.setTimer(5, t -> {
                        events.cancel();
                        done.complete(null);
                    }))
                    .exceptionHandler(done::completeExceptionally)
                    .resume());
        }
        assertThat(fake.connections()).isEqualTo(1);
        assertThat(upstream.inFlight()).isZero();
    }

    @Test
    void whoever_gives_up_hears_nothing_more() throws Exception {
        fake.always(Reply.sse(DATAS.toArray(String[]::new)));
        var heard = new ArrayList<String>();
        Consumer<String> hear = heard::add;
        this.<Void>stream((events, done) -> {
            events.handler(b -> {
                        hear.accept("piece");
                        events.cancel();
                        vertx.setTimer(50, t -> done.complete(null));
                    })
                    .endHandler(v -> hear.accept("end"))
                    .exceptionHandler(e -> hear.accept("failure"));
            events.resume();
        });
        assertThat(heard).containsExactly("piece");
        assertThat(upstream.inFlight()).isZero();
    }

    private static StreamRewriter each(UnaryOperator<String> change) {
        return new StreamRewriter() {
            @Override
            public String more(String text) {
                return change.apply(text);
            }

            @Override
            public String end() {
                return "!";
            }
        };
    }

    @Test
    void rewriters_see_what_those_before_them_left_and_watchers_what_is_theirs() throws Exception {
        for (int size : new int[] {1, 50, 10_000}) {
            fake.always(Reply.sse(DATAS.toArray(String[]::new)).inPiecesOf(size));
            var before = new StringBuilder();
            var after = new StringBuilder();
            var text = new StringBuilder();
            this.<Void>stream((events, done) -> events.tap(e -> before.append(Reply.event(e.data())))
                    .map(lane -> each(t -> "<" + t + ">"))
                    .map(lane -> each(t -> t.toUpperCase(Locale.ROOT) + lane.choice()))
                    .tap(e -> after.append(Reply.event(e.data())))
                    .handler(b -> text.append(b))
                    .endHandler(v -> done.complete(null))
                    .exceptionHandler(done::completeExceptionally)
                    .resume());
            assertThat(before.toString())
                    .isEqualTo(String.join("", DATAS.stream().map(Reply::event).toList()));
            assertThat(after).hasToString(text.toString());
            assertThat(ChatFold.ofEvents(Sse.parse(text.toString()).events()).text())
                    .isEqualTo("<ONE>0<TWO>0!0!");
        }
        assertThat(upstream.inFlight()).isZero();
    }

    @Test
    void a_rewriter_that_fails_ends_the_stream_and_its_upstream() throws Exception {
        Failure refused = Failure.of(Failure.Kind.REJECTED_BY_FILTER, "not that");
        for (RuntimeException thrown : List.of(refused.exception(), new IllegalStateException("a secret"))) {
            fake.always(Reply.sse(DATAS.toArray(String[]::new)));
            var heard = new ArrayList<String>();
            Failure failure = this.<Failure>stream((events, done) -> events.map(lane -> each(t -> {
                        if (t.equals("two")) {
                            throw thrown;
                        }
                        return t;
                    }))
                    .handler(b -> heard.add(b.toString()))
                    .endHandler(v -> heard.add("end"))
                    .exceptionHandler(e -> done.complete(((GatewayException) e).failure()))
                    .resume());
            assertThat(String.join("", heard)).isEqualTo(Reply.event(DATAS.get(0)) + Reply.event(DATAS.get(1)));
            assertThat(failure.kind())
                    .isEqualTo(thrown instanceof GatewayException ? refused.kind() : Failure.Kind.INTERNAL);
            assertThat(failure.message()).doesNotContain("secret");
            assertThat(upstream.inFlight()).isZero();
        }
    }

    @Test
    void a_rewritten_stream_that_breaks_off_loses_what_was_held_back() throws Exception {
        fake.always(Reply.sse(DATAS.subList(0, 3).toArray(String[]::new)));
        var heard = new StringBuilder();
        Failure failure = this.<Failure>stream((events, done) -> events.map(lane -> each(t -> ""))
                .handler(b -> heard.append(b))
                .endHandler(v -> heard.append("end"))
                .exceptionHandler(e -> done.complete(((GatewayException) e).failure()))
                .resume());
        assertThat(failure.kind()).isEqualTo(Failure.Kind.UPSTREAM_BROKE_OFF);
        assertThat(heard.toString()).doesNotContain("!").doesNotContain("end");
    }

    @Test
    void a_rewritten_stream_gives_what_is_asked_for_and_no_more() throws Exception {
        fake.always(Reply.sse(DATAS.toArray(String[]::new)));
        var heard = new ArrayList<String>();
        this.<Void>stream((source, done) -> {
            EventStream events = source.map(lane -> each(t -> {
                if (t.equals("two")) {
                    throw new IllegalStateException("a bad rewriter");
                }
                return t;
            }));
            events.handler(b -> {
                        heard.add("piece");
                        vertx.setTimer(50, t -> {
                            heard.add("asked");
                            events.resume();
                        });
                    })
                    .exceptionHandler(e -> {
                        heard.add("failure");
                        done.complete(null);
                    });
            events.fetch(1);
        });
        assertThat(heard).containsExactly("piece", "asked", "failure");
    }

    /** A pause of the whole process looks like a silent upstream, until the sockets have been read. */
    @Test
    void an_upstream_is_not_blamed_for_a_loop_that_was_late() throws Exception {
        var more = new Step();
        fake.always(Reply.sse(DATAS.toArray(String[]::new)).gateBefore(2, more));
        String end = this.<String>stream(Duration.ofMillis(20), (events, done) -> {
            events.handler(b -> {
                        if (b.toString().contains("one")) {
                            more.release();
                            busy(Duration.ofMillis(60), fake.received().getLast());
                        }
                    })
                    .endHandler(v -> done.complete("end"))
                    .exceptionHandler(e -> done.complete("failure"));
            events.resume();
        });
        assertThat(end).isEqualTo("end");
    }

    /** The pause is over 0.8 s after the limit has been renewed for a held stream, and 0.4 s before that has passed. */
    @Test
    void an_upstream_is_not_blamed_for_a_reader_that_paused() throws Exception {
        var more = new Step();
        fake.always(Reply.sse(DATAS.toArray(String[]::new)).gateBefore(2, more));
        String end = this.<String>stream(Duration.ofSeconds(1), (events, done) -> {
            events.handler(b -> {})
                    .endHandler(v -> done.complete("end"))
                    .exceptionHandler(e -> done.complete("failure"));
            vertx.setTimer(1_800, paused -> {
                events.resume();
                vertx.setTimer(400, silent -> more.release());
            });
        });
        assertThat(end).isEqualTo("end");
    }

    /** Keeps this thread from everything else for so long, and until the answer has been sent. */
    private static void busy(Duration time, Received received) {
        long until = System.nanoTime() + time.toNanos();
        boolean late = false;
        while (!late) {
            late = received.answer().outcome().isDone() && System.nanoTime() - until > 0;
        }
    }
}
