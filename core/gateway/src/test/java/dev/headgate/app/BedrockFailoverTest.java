package dev.headgate.app;

import static dev.headgate.app.Failover.trail;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.End;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.Frames;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Received;
import dev.headgate.testkit.Reply;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The rules of failover where one of the two upstreams sends the frames of Bedrock. */
final class BedrockFailoverTest {
    private static final String MODEL = "arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-sonnet-4-6";

    /** The two ways to a model, and how a stream looks on each. */
    enum Way {
        CONVERSE {
            @Override
            byte[] start() {
                return Frames.event("messageStart", "{\"role\":\"assistant\",\"p\":\"ab\"}");
            }

            @Override
            byte[] text(String text) {
                return Frames.event(
                        "contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"" + text + "\"}}");
            }

            @Override
            byte[] ending() {
                return Frames.all(
                        Frames.event("contentBlockStop", "{\"contentBlockIndex\":0}"),
                        Frames.event("messageStop", "{\"stopReason\":\"end_turn\"}"),
                        Frames.event(
                                "metadata", "{\"usage\":{\"inputTokens\":11,\"outputTokens\":7,\"totalTokens\":18}}"));
            }
        },
        INVOKE {
            @Override
            byte[] start() {
                return Frames.all(
                        chunk(
                                "{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"c\",\"usage\":{\"input_tokens\":11,\"output_tokens\":1}}}"),
                        chunk(
                                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}"));
            }

            @Override
            byte[] text(String text) {
                return chunk(
                        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\""
                                + text + "\"}}");
            }

            @Override
            byte[] ending() {
                return Frames.all(
                        chunk("{\"type\":\"content_block_stop\",\"index\":0}"),
                        chunk(
                                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":7}}"),
                        chunk("{\"type\":\"message_stop\"}"));
            }

            private byte[] chunk(String event) {
                String base64 = Base64.getEncoder().encodeToString(event.getBytes(UTF_8));
                return Frames.event("chunk", "{\"bytes\":\"" + base64 + "\"}");
            }
        };

        abstract byte[] start();

        abstract byte[] text(String text);

        abstract byte[] ending();

        String model() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final byte[] THROTTLED =
            Frames.exception("throttlingException", "{\"message\":\"Too many requests, please wait.\"}");

    /** The beginning of a frame of 2 GB, its checksum right. */
    private static final byte[] HUGE = {0x7f, -1, -1, -1, 0, 0, 0, 0, (byte) 0xac, (byte) 0xc4, 0x7a, 0x25};

    private final FakeUpstream bedrock = new FakeUpstream();
    private final FakeUpstream gpt = new FakeUpstream();
    private final TestGateway gateway = TestGateway.start("""
            upstreams:
              converse: { provider: bedrock, base-url: "%1$s", api-key: key-of-ours-1234, breaker: off }
              invoke: { provider: bedrock-anthropic, base-url: "%1$s", api-key: key-of-ours-1234, breaker: off }
              gpt: { provider: openai-compatible, base-url: "%2$s", breaker: off }
            models:
              converse: { targets: [ "converse/%3$s", gpt/real ], retry: { attempts: 1 } }
              invoke: { targets: [ "invoke/%3$s", gpt/real ], retry: { attempts: 1 } }
              alone: { targets: [ "converse/%3$s" ], retry: { attempts: 1 } }
            """.formatted(bedrock.url(), gpt.url(), MODEL));

    @BeforeEach
    void spare() {
        gpt.always(OpenAiReplies.chatStream("from gpt"));
    }

    @AfterEach
    void close() {
        bedrock.close();
        gpt.close();
        gateway.close();
    }

    private static Reply frames(byte[]... frames) {
        Reply reply = Reply.of(200)
                .header("content-type", "application/vnd.amazon.eventstream")
                .chunked();
        for (byte[] f : frames) {
            reply = reply.then(f);
        }
        return reply;
    }

    private Answer ask(String model, boolean stream) {
        try (RawClient client = RawClient.connect(gateway.url().toString())) {
            return client.post(
                            "/v1/chat/completions",
                            "{\"model\":\"" + model + "\",\"stream\":" + stream
                                    + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}")
                    .read();
        }
    }

    private static byte[] flipped(byte[] frame, int at) {
        byte[] broken = frame.clone();
        broken[at < 0 ? broken.length + at : at] ^= 1;
        return broken;
    }

    private void goesToTheNext(Way way, Reply reply) {
        bedrock.script(reply);
        Answer answer = ask(way.model(), true);
        assertThat(answer.chat().text()).isEqualTo("from gpt");
        assertThat(trail(answer)).isEqualTo(way.model() + ";failed gpt;200");
    }

    @ParameterizedTest
    @EnumSource
    void an_exception_first_goes_to_the_next_target(Way way) {
        byte[] failed = Frames.exception("internalServerException", "{\"message\":\"Try again\"}");
        goesToTheNext(way, frames(failed));
        goesToTheNext(way, frames(way.start(), failed));
        goesToTheNext(way, frames(THROTTLED));
    }

    @ParameterizedTest
    @EnumSource
    void a_broken_frame_before_the_first_content_goes_to_the_next_target(Way way) {
        byte[] all = Frames.all(way.text("a"), way.ending());
        goesToTheNext(way, frames(way.start(), flipped(way.text("a"), -1), way.ending()));
        goesToTheNext(way, frames(way.start(), flipped(way.text("a"), 40), way.ending()));
        goesToTheNext(way, frames(flipped(way.start(), 3), all));
        goesToTheNext(way, frames(HUGE, all));
        goesToTheNext(way, frames(Arrays.copyOfRange(all, 1, all.length)));
    }

    @ParameterizedTest
    @EnumSource
    void a_stream_cut_before_its_first_content_goes_to_the_next_target(Way way) {
        byte[] all = Frames.all(way.start(), way.text("a"), way.ending());
        for (int end : List.of(0, 5, 30, way.start().length, way.start().length + way.text("a").length - 1)) {
            goesToTheNext(way, frames(all).cutAfter(end));
            goesToTheNext(way, frames(Arrays.copyOf(all, end)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_document_in_place_of_frames_goes_to_the_next_target(Way way) {
        goesToTheNext(
                way,
                Reply.json(
                        200,
                        "{\"Output\":{\"__type\":\"com.amazon.coral.service#InternalFailure\"},\"Version\":\"1.0\"}"));
        goesToTheNext(way, Reply.of(200).header("content-type", "text/html").then("<html></html>"));
    }

    private void breaksOff(Way way, Reply reply, String message) {
        bedrock.script(reply);
        Answer answer = ask(way.model(), true);
        assertThat(answer.end()).isNotEqualTo(End.COMPLETE);
        assertThat(answer.text()).contains("\"one\"").doesNotContain("[DONE]").doesNotContain("\"stop\"");
        List<JsonNode> errors = answer.text()
                .lines()
                .filter(l -> l.startsWith("data: "))
                .map(l -> JsonMapper.shared().readTree(l.substring(6)))
                .filter(d -> d.has("error"))
                .toList();
        assertThat(errors).hasSize(1);
        assertThat(errors.getFirst().at("/error/message").asString()).contains(message);
    }

    @ParameterizedTest
    @EnumSource
    void what_goes_wrong_after_the_first_content_ends_the_stream_with_one_error(Way way) {
        byte[] begun = Frames.all(way.start(), way.text("one"));
        breaksOff(way, frames(begun, THROTTLED, way.ending()), "Too many requests");
        breaksOff(way, frames(begun, flipped(way.text("two"), -1), way.ending()), "wrong checksum");
        breaksOff(way, frames(begun, flipped(way.ending(), 2)), "wrong checksum");
        breaksOff(way, frames(begun, way.text("two")).cutAfter(begun.length + 17), "broke off");
        breaksOff(way, frames(begun, Arrays.copyOf(way.ending(), 20)), "broke off");
        breaksOff(way, frames(begun), "broke off");
    }

    @ParameterizedTest
    @EnumSource
    void what_comes_byte_by_byte_comes_whole(Way way) {
        bedrock.script(frames(way.start(), way.text("one "), way.text("two"), way.ending())
                .dripping(1));
        Answer answer = ask(way.model(), true);
        assertThat(answer.chat().problems()).isEmpty();
        assertThat(answer.chat().text()).isEqualTo("one two");
        assertThat(answer.end()).isEqualTo(End.COMPLETE);
        Received received = bedrock.received().getLast();
        assertThat(received.path())
                .isEqualTo(
                        "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fus.anthropic.claude-sonnet-4-6"
                                + (way == Way.CONVERSE ? "/converse-stream" : "/invoke-with-response-stream"));
        assertThat(received.header("authorization")).isEqualTo("Bearer key-of-ours-1234");
        assertThat(received.header("accept")).isEqualTo("application/vnd.amazon.eventstream");
    }

    // ---- errors by status

    private Answer alone(int status, String type, String message) {
        bedrock.script(Reply.json(status, "{\"message\":\"" + message + "\"}")
                .header("x-amzn-errortype", type + ":http://internal.amazon.com/coral/com.amazon.bedrock/"));
        return ask("alone", false);
    }

    @Test
    void throttling_is_said_as_such_and_so_is_a_quota() {
        assertThat(alone(429, "ThrottlingException", "Too many tokens").status())
                .isEqualTo(429);
        assertThat(alone(400, "ServiceQuotaExceededException", "Your quota").status())
                .isEqualTo(429);
    }

    @Test
    void a_refused_request_is_shown_and_goes_nowhere_else() {
        Answer answer = alone(400, "ValidationException", "messages.0: text field is blank");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/error/message").asString()).isEqualTo("messages.0: text field is blank");
    }

    @Test
    void a_refused_key_is_the_gateways_own_affair() {
        Answer answer = alone(403, "UnrecognizedClientException", "The key key-of-ours-1234 is invalid");
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text()).doesNotContain("key-of-ours");
    }

    @Test
    void a_model_that_took_too_long_is_a_timeout() {
        assertThat(alone(408, "ModelTimeoutException", "Model took too long").status())
                .isEqualTo(504);
        assertThat(alone(424, "ModelErrorException", "The model failed").status())
                .isEqualTo(502);
    }
}
