package dev.headgate.app;

import static dev.headgate.app.Failover.trail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.ChatFold;
import dev.headgate.testkit.End;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The rules of failover where one of the two upstreams speaks a wire format of its own. */
final class NativeFailoverTest {
    private final FakeUpstream claude = new FakeUpstream();
    private final FakeUpstream gpt = new FakeUpstream();
    private final TestGateway gateway = TestGateway.start("""
            upstreams:
              claude: { provider: anthropic, base-url: "%s", api-key: key-of-ours-1234, breaker: off }
              gpt: { provider: openai-compatible, base-url: "%s", breaker: off }
            models:
              m: { targets: [ claude/claude-sonnet-4-5, gpt/real ], retry: { attempts: 1 } }
              back: { targets: [ gpt/real, claude/claude-sonnet-4-5 ], retry: { attempts: 1 } }
              alone: { targets: [ claude/claude-sonnet-4-5 ], retry: { attempts: 1 } }
            """.formatted(claude.url(), gpt.url()));

    private static final String START = event(
            "message_start",
            "\"message\":{\"id\":\"msg_1\",\"model\":\"claude-sonnet-4-5\",\"usage\":{\"input_tokens\":11,\"output_tokens\":1}}");
    private static final String BLOCK =
            event("content_block_start", "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}");
    private static final String ENDING = event("content_block_stop", "\"index\":0")
            + event("message_delta", "\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":7}")
            + event("message_stop", "\"x\":1");
    private static final String OVERLOADED =
            event("error", "\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}");

    @AfterEach
    void close() {
        claude.close();
        gpt.close();
        gateway.close();
    }

    @BeforeEach
    void spare() {
        gpt.always(OpenAiReplies.chatStream("from gpt"));
    }

    private static String event(String type, String members) {
        return "event: " + type + "\n" + Reply.event("{\"type\":\"" + type + "\"," + members + "}");
    }

    private static String text(String text) {
        return event(
                "content_block_delta", "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + text + "\"}");
    }

    private static Reply events(String... events) {
        Reply reply = Reply.of(200).header("content-type", "text/event-stream").chunked();
        for (String e : events) {
            reply = reply.then(e);
        }
        return reply;
    }

    private Answer ask(String model, boolean stream, String more, String... headers) {
        try (RawClient client = RawClient.connect(gateway.url().toString())) {
            String body = "{\"model\":\"" + model + "\",\"stream\":" + stream + more
                    + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
            return client.post("/v1/chat/completions", body, headers).read();
        }
    }

    @Test
    void an_error_before_the_first_content_goes_to_the_next_target() {
        claude.script(events(START, BLOCK, OVERLOADED));
        Answer answer = ask("m", true, "");
        assertThat(answer.chat().text()).isEqualTo("from gpt");
        assertThat(trail(answer)).isEqualTo("claude;failed gpt;200");
    }

    @Test
    void a_stream_cut_before_its_first_content_goes_to_the_next_target() {
        claude.script(events(START, BLOCK).cutAfter(START.length() + 10));
        assertThat(ask("m", true, "").chat().text()).isEqualTo("from gpt");
    }

    @Test
    void a_success_that_is_an_error_goes_to_the_next_target() {
        claude.script(Reply.json(
                200, "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}"));
        gpt.script(OpenAiReplies.chat("from gpt"));
        assertThat(ask("m", false, "").chat().text()).isEqualTo("from gpt");
    }

    @Test
    void a_failing_openai_is_replaced_by_an_anthropic() {
        gpt.script(OpenAiReplies.error(503, "unavailable", "busy"));
        claude.script(events(START, BLOCK, text("from claude"), ENDING));
        Answer answer = ask("back", true, ",\"stream_options\":{\"include_usage\":true}");
        ChatFold chat = answer.chat();
        assertThat(chat.problems()).isEmpty();
        assertThat(chat.text()).isEqualTo("from claude");
        assertThat(chat.tokens("total_tokens")).isEqualTo(18);
        assertThat(trail(answer)).isEqualTo("gpt;503 claude;200");
    }

    @Test
    void a_stream_cut_after_its_first_content_ends_honestly() {
        for (int end : List.of(START.length() + BLOCK.length() + text("one").length(), 100_000)) {
            claude.script(events(START, BLOCK, text("one")).cutAfter(end));
            Answer answer = ask("m", true, "");
            assertThat(answer.end()).isNotEqualTo(End.COMPLETE);
            assertThat(answer.text())
                    .contains("\"one\"")
                    .doesNotContain("[DONE]")
                    .doesNotContain("\"stop\"");
            JsonNode error = lastEvent(answer).path("error");
            assertThat(error.path("code").asString()).isEqualTo("upstream_stream_incomplete");
        }
    }

    @Test
    void an_error_after_the_first_content_ends_the_stream_with_it() {
        claude.script(events(START, BLOCK, text("one"), OVERLOADED));
        Answer answer = ask("m", true, "");
        assertThat(answer.end()).isNotEqualTo(End.COMPLETE);
        assertThat(answer.text()).doesNotContain("[DONE]");
        assertThat(lastEvent(answer).at("/error/message").asString()).contains("Overloaded");
    }

    private static JsonNode lastEvent(Answer answer) {
        List<String> datas = new ArrayList<>();
        answer.text().lines().filter(l -> l.startsWith("data: ")).forEach(l -> datas.add(l.substring(6)));
        return JsonMapper.shared().readTree(datas.getLast());
    }

    @Test
    void overload_is_nobodys_rate_limit_but_waited_for_as_one() {
        claude.script(Reply.json(
                        529,
                        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}")
                .header("retry-after", "3"));
        Answer answer = ask("alone", false, "");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isEqualTo("3");
        assertThat(answer.text()).contains("\"type\":\"server_error\"", "\"code\":\"overloaded\"", "Overloaded");
    }

    @Test
    void a_request_that_cannot_be_put_into_its_words_goes_to_the_next_target() {
        gpt.script(OpenAiReplies.chat("two of them"));
        Answer answer = ask("m", false, ",\"n\":2");
        assertThat(answer.chat().text()).isEqualTo("two of them");
        assertThat(trail(answer)).isEqualTo("gpt;200");
    }

    @Test
    void a_request_that_no_target_can_take_is_refused_with_what_is_wrong() {
        Answer answer = ask("alone", false, ",\"n\":2");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/error/param").asString()).isEqualTo("n");
    }

    @Test
    void a_refused_key_is_the_gateways_own_affair() {
        claude.script(
                Reply.json(
                        401,
                        "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"invalid x-api-key key-of-ours-1234\"}}"));
        gpt.script(Reply.json(500, "{}"));
        Answer answer = ask("m", false, "");
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text()).doesNotContain("key-of-ours");
    }

    @Test
    void what_is_left_out_is_named_and_betas_are_handed_on() {
        claude.always(events(START, BLOCK, text("a"), ENDING));
        Answer answer = ask(
                "alone",
                true,
                ",\"seed\":1,\"logprobs\":true",
                "anthropic-beta: files-api-2025-04-14",
                "openai-beta: x");
        assertThat(answer.header("x-headgate-dropped")).isEqualTo("seed, logprobs");
        assertThat(claude.received().getLast().header("anthropic-beta")).isEqualTo("files-api-2025-04-14");
        assertThat(claude.received().getLast().header("openai-beta")).isEmpty();
        assertThat(ask("alone", true, ",\"seed\":1,\"strict\":true").status()).isEqualTo(400);
    }
}
