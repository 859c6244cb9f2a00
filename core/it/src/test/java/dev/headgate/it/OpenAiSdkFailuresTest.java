package dev.headgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.errors.UnprocessableEntityException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.Reply;
import dev.headgate.testkit.Step;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.provider.Arguments;

/** The official SDK raises what an application expects, whoever is at fault, and can leave when it likes. */
final class OpenAiSdkFailuresTest {
    private static final String KEY = "hg-key-of-the-sdk-test";
    private static final FakeUpstream UPSTREAM = new FakeUpstream();
    private static PackagedGateway gateway;

    @BeforeAll
    static void start() {
        gateway = PackagedGateway.start("""
                upstreams:
                  up: { provider: openai-compatible, base-url: "%1$s", breaker: off }
                  refused-sync: { provider: openai-compatible, base-url: "%1$s" }
                  refused-async: { provider: openai-compatible, base-url: "%1$s" }
                models:
                  "throttled-*": { targets: [ "up/*" ], retry: { attempts: 1 } }
                  refused-sync: { targets: [ refused-sync/real ], retry: { attempts: 1 } }
                  refused-async: { targets: [ refused-async/real ], retry: { attempts: 1 } }
                  m: { targets: [up/real], retry: { attempts: 1 } }
                  impatient: { targets: [up/real], retry: { attempts: 1 }, timeouts: { idle: 300ms } }
                keys: [ { name: app, secret: %2$s } ]
                """.formatted(UPSTREAM.url(), KEY));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        UPSTREAM.close();
    }

    static Stream<Arguments> faces() {
        return Stream.of(
                arguments(named("sync", Sdk.of(false, gateway.url(), KEY))),
                arguments(named("async", Sdk.of(true, gateway.url(), KEY))));
    }

    /** What is throttled or refused once is left alone for a while, so each face has its own. */
    private static String face(Sdk sdk) {
        return switch (sdk) {
            case Sdk.Blocking b -> "sync";
            case Sdk.Async a -> "async";
        };
    }

    private static ChatCompletionCreateParams hello(String model) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage("hello")
                .build();
    }

    @OnBothFaces
    void a_request_the_upstream_rejects_is_a_bad_request_in_its_words(Sdk sdk) {
        UPSTREAM.script(Reply.json(400, """
                {"error":{"message":"too many tokens","type":"invalid_request_error",\
                "param":"messages","code":"context_length_exceeded"}}"""));
        var raised = catchThrowableOfType(BadRequestException.class, () -> sdk.chat(hello("m")));
        assertThat(raised.statusCode()).isEqualTo(400);
        assertThat(raised).hasMessageContaining("too many tokens");
        assertThat(raised.code()).contains("context_length_exceeded");
        assertThat(raised.param()).contains("messages");
        assertThat(raised.type()).contains("invalid_request_error");
        assertThat(raised.headers().values("x-request-id")).hasSize(1);
    }

    @OnBothFaces
    void a_request_the_gateway_rejects_is_a_bad_request_too(Sdk sdk) {
        int before = UPSTREAM.received().size();
        var noMessages = ChatCompletionCreateParams.builder()
                .model("m")
                .messages(List.of())
                .build();
        var raised = catchThrowableOfType(BadRequestException.class, () -> sdk.chat(noMessages));
        assertThat(raised.param()).contains("messages");
        assertThat(UPSTREAM.received()).hasSize(before);
    }

    @OnBothFaces
    void an_unprocessable_entity_keeps_its_class(Sdk sdk) {
        UPSTREAM.script(OpenAiReplies.error(422, "invalid", "cannot be processed"));
        var raised = catchThrowableOfType(UnprocessableEntityException.class, () -> sdk.chat(hello("m")));
        assertThat(raised).hasMessageContaining("cannot be processed");
    }

    @OnBothFaces
    void a_wrong_key_is_unauthorized(Sdk sdk) {
        for (boolean async : new boolean[] {false, true}) {
            try (Sdk stranger = Sdk.of(async, gateway.url(), "hg-somebody-elses-key")) {
                var raised = catchThrowableOfType(UnauthorizedException.class, () -> stranger.chat(hello("m")));
                assertThat(raised.code()).contains("invalid_api_key");
                assertThat(raised.getMessage()).doesNotContain("somebody");
            }
        }
        UPSTREAM.script(OpenAiReplies.chat("welcome"));
        assertThat(sdk.chat(hello("m")).choices()).hasSize(1);
    }

    @OnBothFaces
    void an_unknown_model_is_not_found(Sdk sdk) {
        var asked = catchThrowableOfType(NotFoundException.class, () -> sdk.chat(hello("gpt-none")));
        assertThat(asked.code()).contains("model_not_found");
        assertThat(asked).hasMessageContaining("gpt-none");
        var retrieved = catchThrowableOfType(NotFoundException.class, () -> sdk.model("gpt-none"));
        assertThat(retrieved.code()).contains("model_not_found");
    }

    @OnBothFaces
    void a_throttled_upstream_is_a_rate_limit_with_the_time_to_wait(Sdk sdk) {
        UPSTREAM.script(
                OpenAiReplies.error(429, "rate_limit_exceeded", "slow down").header("retry-after", "7"));
        var raised = catchThrowableOfType(RateLimitException.class, () -> sdk.chat(hello("throttled-" + face(sdk))));
        assertThat(raised.code()).contains("rate_limit_exceeded");
        assertThat(raised.headers().values("retry-after")).containsExactly("7");
    }

    @OnBothFaces
    void a_failing_or_unreachable_upstream_is_a_server_error(Sdk sdk) {
        UPSTREAM.script(OpenAiReplies.error(500, "server_error", "oops at 10.0.0.7"), Reply.closing());
        for (int i = 0; i < 2; i++) {
            var raised = catchThrowableOfType(InternalServerException.class, () -> sdk.chat(hello("m")));
            assertThat(raised.statusCode()).isBetween(500, 599);
            assertThat(raised.type()).isPresent();
        }
    }

    @OnBothFaces
    void a_refused_upstream_key_is_a_server_error_and_not_the_callers_fault(Sdk sdk) {
        UPSTREAM.script(OpenAiReplies.error(401, "invalid_api_key", "Incorrect API key provided: sk-up-secret"));
        var raised = catchThrowableOfType(InternalServerException.class, () -> sdk.chat(hello("refused-" + face(sdk))));
        assertThat(raised.getMessage()).doesNotContain("sk-up-secret");
    }

    @OnBothFaces
    void an_error_before_the_first_content_of_a_stream_has_its_class(Sdk sdk) {
        UPSTREAM.script(OpenAiReplies.error(429, "rate_limit_exceeded", "slow down"));
        // A model of its own, because the upstream is left alone for this one now.
        var raised = catchThrowableOfType(
                RateLimitException.class, () -> sdk.stream(hello("throttled-stream-" + face(sdk)), chunk -> {}));
        assertThat(raised.statusCode()).isEqualTo(429);
    }

    @OnBothFaces
    void a_stream_that_breaks_off_raises_after_what_had_arrived(Sdk sdk) {
        String arrived = Reply.event(OpenAiReplies.roleChunk()) + Reply.event(OpenAiReplies.textChunk("half "));
        UPSTREAM.script(OpenAiReplies.chatStream("half ", "an answer")
                .cutAfter(arrived.getBytes(StandardCharsets.UTF_8).length));
        var text = new StringBuilder();
        var raised = catchThrowableOfType(
                OpenAIException.class,
                () -> sdk.stream(
                        hello("m"),
                        chunk ->
                                chunk.choices().forEach(c -> c.delta().content().ifPresent(text::append))));
        assertThat(raised).isNotNull();
        assertThat(text).hasToString("half ");
    }

    @OnBothFaces
    void a_stream_raises_wherever_and_however_it_breaks_off(Sdk sdk) {
        String first = Reply.event(OpenAiReplies.roleChunk()) + Reply.event(OpenAiReplies.textChunk("half "));
        String next = Reply.event(OpenAiReplies.textChunk("an answer"));
        Reply stream = OpenAiReplies.chatStream("half ", "an answer");
        int afterFirst = first.length();
        int insideEvent = afterFirst + next.length() / 2;
        int beforeFinish = afterFirst + next.length();
        int insideFinish = beforeFinish + 30;
        for (int at : List.of(afterFirst, insideEvent, beforeFinish, insideFinish)) {
            for (Reply reply : List.of(
                    stream.cutAfter(at),
                    stream.untilClose().cutAfter(at),
                    stream.withLength().cutAfter(at),
                    stream.resetAfter(at),
                    stream.stallAfter(at))) {
                UPSTREAM.script(reply);
                var text = new StringBuilder();
                var raised = catchThrowableOfType(
                        OpenAIException.class,
                        () -> sdk.stream(
                                hello("impatient"),
                                chunk -> chunk.choices()
                                        .forEach(c -> c.delta().content().ifPresent(text::append))));
                assertThat(raised).as("cut at " + at).isNotNull();
                assertThat(raised.getMessage()).contains("The upstream 'up'");
                assertThat(text).hasToString(at < beforeFinish ? "half " : "half an answer");
            }
        }
    }

    @OnBothFaces
    void closing_a_stream_cancels_it_at_the_upstream(Sdk sdk) {
        int before = UPSTREAM.received().size();
        var never = new Step();
        UPSTREAM.script(OpenAiReplies.chatStream("one", "two").gateBefore(2, never));
        assertThat(sdk.streamUntilText(hello("m")).choices()).hasSize(1);
        UPSTREAM.await(before + 1).getLast().awaitAborted();
    }
}
