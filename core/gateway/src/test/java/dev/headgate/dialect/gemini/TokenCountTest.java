package dev.headgate.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Operation;
import dev.headgate.dialect.Exchanged;
import org.junit.jupiter.api.Test;

final class TokenCountTest {
    @Test
    void the_whole_request_is_counted() {
        Exchanged e = Exchanged.of(
                Operation.TOKEN_COUNT,
                new GeminiTranslation(),
                "gemini-2.5-flash",
                "\"input\":\"hi\",\"instructions\":\"be brief\"");
        assertThat(e.sent())
                .hasToString("{\"generateContentRequest\":{\"model\":\"models/gemini-2.5-flash\","
                        + "\"systemInstruction\":{\"parts\":[{\"text\":\"be brief\"}]},"
                        + "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}}");
        assertThat(e.answer("{\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":12}],\"totalTokens\":12}"))
                .hasToString("{\"object\":\"response.input_tokens\",\"input_tokens\":12}");
    }
}
