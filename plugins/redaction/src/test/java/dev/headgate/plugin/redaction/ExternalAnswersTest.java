package dev.headgate.plugin.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.api.Filter;
import dev.headgate.api.GatewayException;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Buffered;
import dev.headgate.api.Headers;
import dev.headgate.testkit.FakeContext;
import dev.headgate.testkit.FakeExchange;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.Reply;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Answers that an external detector looks into as well. */
final class ExternalAnswersTest {
    private final FakeUpstream presidio = new FakeUpstream();
    private final SettingsDraft draft = new SettingsDraft();

    @AfterEach
    void close() {
        presidio.close();
    }

    /** Finds every "Ann" there is. */
    private void knowsAnn() {
        presidio.always(r -> {
            String text =
                    JsonMapper.shared().readTree(r.body().array()).path("text").asString();
            var found = new StringBuilder("[");
            for (int at = text.indexOf("Ann"); at >= 0; at = text.indexOf("Ann", at + 3)) {
                found.append(found.length() > 1 ? "," : "")
                        .append("{\"entity_type\":\"PERSON\",\"score\":0.9,\"start\":")
                        .append(text.codePointCount(0, at))
                        .append(",\"end\":")
                        .append(text.codePointCount(0, at + 3))
                        .append('}');
            }
            return Reply.json(200, found.append(']').toString());
        });
    }

    private Filter filter(External.Answers answers, External.OnError onError) {
        draft.external = Optional.of(new External(
                URI.create(presidio.url()),
                "en",
                List.of("PERSON"),
                0.5,
                Duration.ofSeconds(20),
                onError,
                4,
                1000,
                answers));
        return new RedactionFactory().create(draft.settings(), new FakeContext());
    }

    private static Buffered saying(String text) {
        return new Buffered(
                200,
                Headers.of("content-type", "application/json"),
                Body.of("{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + text
                        + "\"},\"finish_reason\":\"stop\"}]}"));
    }

    private static Future<GatewayResponse> ask(Filter filter, String question, String answer) {
        return filter.apply(FakeExchange.chatting("m", question), e -> Future.succeededFuture(saying(answer)));
    }

    private static String said(Future<GatewayResponse> answer) {
        return JsonMapper.shared()
                .readTree(((Buffered) answer.result()).body().array())
                .at("/choices/0/message/content")
                .asString();
    }

    @Test
    void what_it_finds_in_a_whole_answer_is_replaced_beside_what_is_found_anyway() {
        knowsAnn();
        draft.doing(Action.MASK);
        Filter filter = filter(External.Answers.WHOLE, External.OnError.FAIL);
        assertThat(said(ask(filter, "hello", "\\uD83D\\uDE00 Ann is ann@example.com, so says Ann.")))
                .isEqualTo("\uD83D\uDE00 *** is ***, so says ***.");
        filter.close();
    }

    @Test
    void what_is_restored_is_not_looked_into() {
        knowsAnn();
        draft.restoring();
        Filter filter = filter(External.Answers.WHOLE, External.OnError.FAIL);
        Future<GatewayResponse> answer = ask(filter, "write to Ann", "to <PERSON_1>, not to Anna");
        assertThat(said(answer)).startsWith("to Ann, not to <PERSON_").endsWith(">a");
        filter.close();
    }

    @Test
    void an_answer_that_it_says_nothing_about_is_not_passed_on_unless_that_is_skipped() {
        draft.doing(Action.MASK);
        for (External.OnError onError : External.OnError.values()) {
            presidio.script(Reply.json(200, "[]"), Reply.json(500, "[]"));
            Filter filter = filter(External.Answers.WHOLE, onError);
            Future<GatewayResponse> answer = ask(filter, "hello", "Ann is ann@example.com");
            if (onError == External.OnError.SKIP) {
                assertThat(said(answer)).isEqualTo("Ann is ***");
            } else {
                assertThat(answer.cause()).isInstanceOfSatisfying(GatewayException.class, e -> {
                    assertThat(e.failure().status()).isEqualTo(503);
                    assertThat(e.failure().message())
                            .contains("the answer is not passed on")
                            .doesNotContain("Ann");
                });
            }
            filter.close();
        }
    }

    @Test
    void it_is_not_asked_about_answers_unless_that_is_wished() {
        knowsAnn();
        draft.doing(Action.MASK);
        Filter filter = filter(External.Answers.OFF, External.OnError.FAIL);
        assertThat(said(ask(filter, "hello", "Ann"))).isEqualTo("Ann");
        assertThat(presidio.requests()).isEqualTo(1);
        filter.close();
    }

    @Test
    void where_all_answers_are_looked_into_a_stream_is_refused_before_anything_is_sent() {
        Filter filter = filter(External.Answers.ONLY_WHOLE, External.OnError.FAIL);
        FakeExchange streaming = FakeExchange.chatting("m", "hello").withStreaming();
        assertThat(Future.succeededFuture()
                        .compose(v -> filter.apply(streaming, e -> {
                            throw new AssertionError("sent");
                        }))
                        .cause())
                .isInstanceOfSatisfying(GatewayException.class, e -> {
                    assertThat(e.failure().status()).isEqualTo(400);
                    assertThat(e.failure().param()).contains("stream");
                });
        assertThat(presidio.requests()).isZero();
        filter.close();
    }
}
