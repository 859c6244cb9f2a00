package dev.headgate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.api.GatewayException;
import dev.headgate.api.Operation;
import dev.headgate.dialect.openai.OpenAiDialect;
import dev.headgate.route.Limits;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.Reply;
import dev.headgate.time.Clock;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stream that crawls is given up, one that is only not taken is not. */
final class LeastPaceTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration WINDOW = Duration.ofMillis(200);
    private static final String CONTENT = Reply.event(OpenAiReplies.textChunk("word "));
    private static final String COMMENT = ": ping\n\n";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context context = vertx.getOrCreateContext();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static final class Call implements Engine.Call {
        private boolean cancelled;

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {}
    }

    private static final class Committed implements AnswerStream.Commit {
        @Override
        public void committed() {}

        @Override
        public void nothingCame(Failure why) {
            throw new AssertionError(why.message());
        }
    }

    /** How a stream must go on, and what is asked of it. */
    private record Course(int least, String each, boolean taken, String last) {}

    /** Brings an event every few milliseconds; gives what ended the stream within eight windows, or "nothing". */
    private String end(Course course) throws Exception {
        var end = new CompletableFuture<String>();
        context.runOnContext(v -> {
            var call = new Call();
            var limits = new Limits(1, MINUTE, MINUTE, MINUTE, MINUTE, MINUTE, MINUTE, MINUTE, course.least(), MINUTE);
            var request = new AttemptRequest(
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
                    MINUTE,
                    Optional.empty(),
                    Optional.empty());
            var stream = new AnswerStream(
                    new Loop(0, vertx, Clock.SYSTEM),
                    "up",
                    request,
                    call,
                    200,
                    e -> Failure.of(Kind.UPSTREAM_FAILED, e.message()),
                    new Committed(),
                    WINDOW);
            stream.handler(b -> {}).endHandler(x -> end.complete("a good end")).exceptionHandler(e -> {
                Failure f = ((GatewayException) e).failure();
                end.complete(f.kind() + " " + f.message() + (call.cancelled ? "" : " but goes on"));
            });
            bring(stream, CONTENT);
            if (course.taken()) {
                stream.resume();
            }
            bring(stream, course.last());
            vertx.setPeriodic(10, t -> bring(stream, course.each()));
            vertx.setTimer(WINDOW.multipliedBy(8).toMillis(), t -> end.complete("nothing"));
        });
        return end.get(20, TimeUnit.SECONDS);
    }

    private static void bring(AnswerStream stream, String events) {
        byte[] bytes = events.getBytes(StandardCharsets.UTF_8);
        stream.bytes(bytes, 0, bytes.length);
        stream.settled();
    }

    @Test
    void a_stream_that_brings_too_little_content_breaks_off() throws Exception {
        assertThat(end(new Course(5, COMMENT, true, "")))
                .isEqualTo("UPSTREAM_BROKE_OFF The upstream 'up' sent its answer too slowly.");
        assertThat(end(new Course(5000, CONTENT, true, ""))).endsWith("too slowly.");
    }

    @Test
    void a_stream_that_brings_enough_goes_on() throws Exception {
        assertThat(end(new Course(5, CONTENT, true, ""))).isEqualTo("nothing");
    }

    @Test
    void a_stream_goes_at_any_pace_where_none_is_asked() throws Exception {
        assertThat(end(new Course(0, COMMENT, true, ""))).isEqualTo("nothing");
    }

    @Test
    void a_stream_that_nobody_takes_is_not_blamed() throws Exception {
        assertThat(end(new Course(5, "", false, ""))).isEqualTo("nothing");
    }

    @Test
    void a_stream_that_has_finished_owes_nothing_more() throws Exception {
        assertThat(end(new Course(5, COMMENT, true, Reply.event(OpenAiReplies.finishChunk("stop")))))
                .isEqualTo("nothing");
    }
}
