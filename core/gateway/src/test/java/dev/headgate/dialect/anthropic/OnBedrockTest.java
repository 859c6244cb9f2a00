package dev.headgate.dialect.anthropic;

import static dev.headgate.dialect.Exchanged.HELLO;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.dialect.Exchanged;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.testkit.Frames;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Anthropic's format as Bedrock serves it: the model outside of the body, and frames around the events. */
final class OnBedrockTest {
    private static final String ROLE = "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}";
    private static final byte[] START = chunk(
            "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_bdrk_1\",\"model\":\"c\",\"usage\":{\"input_tokens\":9,\"output_tokens\":1}}}");
    private static final byte[] ENDING = chunk(
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":4}}");
    private static final byte[] STOP = chunk("{\"type\":\"message_stop\",\"amazon-bedrock-invocationMetrics\":{}}");

    private static Exchanged of(String members) {
        return Exchanged.of(AnthropicTranslation.onBedrock(), "anthropic.claude-sonnet-4-5-20250929-v1:0", members);
    }

    private static byte[] chunk(String event) {
        String base64 = Base64.getEncoder().encodeToString(event.getBytes(UTF_8));
        return Frames.event("chunk", "{\"bytes\":\"" + base64.replace("/", "\\/") + "\",\"p\":\"abc\"}");
    }

    private static byte[] text(String text) {
        return chunk(
                "{\"type\":\"content_block_delta\",\n\"index\":0,\r\n\"delta\":{\"type\":\"text_delta\",\"text\":\""
                        + text + "\"}}");
    }

    private static byte[] block() {
        return chunk(
                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}");
    }

    @Test
    void the_body_names_the_version_and_neither_model_nor_stream() {
        Exchanged e =
                of(HELLO + ",\"stream\":true,\"max_tokens\":5,\"anthropic_beta\":[\"x-2025\"],\"mcp_servers\":[{}],"
                        + "\"service_tier\":\"default\"");
        JsonNode sent = e.sent();
        assertThat(sent.path("anthropic_version").asString()).isEqualTo("bedrock-2023-05-31");
        assertThat(sent.has("model") || sent.has("stream")).isFalse();
        assertThat(sent.path("anthropic_beta").toString()).isEqualTo("[\"x-2025\"]");
        assertThat(sent.path("max_tokens").asInt()).isEqualTo(5);
        assertThat(e.dropped()).containsExactlyInAnyOrder("mcp_servers", "service_tier");
    }

    @Test
    void events_are_taken_out_of_their_frames() {
        assertThat(of(HELLO).frames(START, block(), text("ÿÿÿ?>"), ENDING, STOP))
                .containsExactly(ROLE, "{\"content\":\"ÿÿÿ?>\"}", "stop", "usage 9+4", "[DONE]");
    }

    @Test
    void only_the_last_event_is_the_end() {
        assertThat(of(HELLO).frames(START, block(), text("a"), ENDING)).containsExactly(ROLE, "{\"content\":\"a\"}");
    }

    @Test
    void an_exception_is_the_end_wherever_it_comes() {
        byte[] exception = Frames.exception("modelStreamErrorException", "{\"message\":\"The model stumbled\"}");
        assertThat(of(HELLO).frames(exception)).containsExactly("424 The model stumbled");
        assertThat(of(HELLO).frames(START, block(), text("a"), exception, text("b"), ENDING, STOP))
                .containsExactly(ROLE, "{\"content\":\"a\"}", "424 The model stumbled");
    }

    @Test
    void what_is_in_a_frame_must_be_an_event() {
        assertThat(of(HELLO).frames(Frames.event("chunk", "{\"bytes\":\"###\"}")))
                .containsExactly("sent an event that cannot be read");
        assertThat(of(HELLO).frames(chunk("{"))).containsExactly("sent an event that cannot be read");
        assertThat(of(HELLO).frames(Frames.event("new", "{\"other\":1}"), START))
                .containsExactly(ROLE);
    }

    @Test
    void errors_are_amazons() {
        UpstreamError error = of(HELLO)
                .translator
                .error(
                        429,
                        h -> Optional.of("ThrottlingException:http://x/"),
                        Body.of("{\"message\":\"Too many tokens\"}"));
        assertThat(error.message()).isEqualTo("Too many tokens");
        assertThat(error.type()).contains("ThrottlingException");
    }
}
