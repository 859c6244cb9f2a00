package dev.headgate.plugin.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.api.EncodingType;
import dev.headgate.api.Body;
import dev.headgate.testkit.FakeExchange;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CounterTest {
    private final Counter counter = new Counter();

    private static FakeExchange saying(String model, String text) {
        return FakeExchange.chatting(model, text);
    }

    @Test
    void openai_s_encodings_count_as_openai_does() {
        var encodings = new Encodings();
        encodings.read(EncodingType.O200K_BASE);
        encodings.read(EncodingType.CL100K_BASE);
        // Figures of OpenAI's own tokenizer.
        assertThat(encodings.of("gpt-4o").orElseThrow().countTokensOrdinary("hello world"))
                .isEqualTo(2);
        assertThat(encodings.of("gpt-4").orElseThrow().countTokensOrdinary("tiktoken is great!"))
                .isEqualTo(6);
        assertThat(encodings.of("openai/gpt-5-mini")).isPresent();
        assertThat(encodings.of("o3-mini")).isPresent();
        assertThat(encodings.of("claude-sonnet-4-5")).isEmpty();
        assertThat(encodings.of("olmo-2")).isEmpty();
    }

    @Test
    void a_guess_corrects_itself_by_what_is_reported() {
        FakeExchange e = saying("llama-x", "x".repeat(1000));
        assertThat(counter.of(e).tokens()).isBetween(300L, 310L);
        for (int i = 0; i < 40; i++) {
            counter.learn("llama-x", counter.of(e), 600);
        }
        assertThat(counter.of(e).tokens()).isBetween(590L, 620L);
        assertThat(counter.of(saying("other", "x".repeat(1000))).tokens()).isBetween(300L, 310L);
    }

    @Test
    void no_count_is_more_than_the_bytes_can_be() {
        for (String text : List.of("hello", "🙂🙂🙂", "übergröße", "a".repeat(100_000), "\u0000\u0001")) {
            Counter.Count count = counter.of(saying("m", text));
            assertThat(count.tokens()).isBetween(1L, count.most());
        }
    }

    @Test
    void images_and_audio_are_counted_by_the_published_rules_and_not_by_their_bytes() {
        String data = "A".repeat(100_000);
        FakeExchange image = FakeExchange.create()
                .with(Body.of("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
                        + "\"image_url\":{\"url\":\"data:image/png;base64," + data + "\"}}]}]}"));
        assertThat(counter.of(image).tokens()).isBetween(1_600L, 1_620L);
        FakeExchange small = FakeExchange.create()
                .with(Body.of("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
                        + "\"image_url\": {\"detail\": \"low\",\"url\":\"data:image/png;base64," + data + "\"}}]}]}"));
        assertThat(counter.of(small).tokens()).isBetween(85L, 100L);
    }

    @Test
    void tools_are_counted() {
        String tools = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\""
                + "d".repeat(600) + "\"}}]";
        FakeExchange e = FakeExchange.create()
                .with(Body.of("{\"model\":\"m\"," + tools + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"));
        assertThat(counter.of(e).tokens()).isGreaterThan(200);
    }

    @Test
    void a_megabyte_of_hostile_text_is_counted_with_bounded_work() {
        var encodings = new Encodings();
        encodings.read(EncodingType.O200K_BASE);
        for (String text :
                List.of("a".repeat(1 << 20), " ".repeat(1 << 20), "🙂".repeat(1 << 18), "a1".repeat(1 << 19))) {
            // What is not counted is taken from what was, so the work is that of the part.
            String part = text.substring(0, 48 << 10);
            assertThat(encodings.of("gpt-4o").orElseThrow().countTokensOrdinary(part))
                    .isPositive();
            Counter.Count count = counter.of(saying("gpt-4o", text));
            assertThat(count.tokens()).isBetween(1L, count.most());
        }
    }

    @Test
    void limits_are_set_wherever_they_stand_and_however_they_are_written() {
        assertThat(Members.limited(Body.of("{\"model\":\"m\" , \"max_tokens\" : 10 }"), 5, false)
                        .text())
                .isEqualTo("{\"model\":\"m\" , \"max_tokens\" : 5 }");
        assertThat(Members.limited(
                                Body.of("{\"max\\u005ftokens\":null,\"a\":{\"max_tokens\":1},\"b\":[\"max_tokens\"]}"),
                                5,
                                false)
                        .text())
                .isEqualTo("{\"max\\u005ftokens\":5,\"a\":{\"max_tokens\":1},\"b\":[\"max_tokens\"]}");
        assertThat(Members.limited(Body.of("{\"a\":\"\\\"max_tokens\\\":1}\"}\n"), 5, true)
                        .text())
                .isEqualTo("{\"a\":\"\\\"max_tokens\\\":1}\",\"max_completion_tokens\":5}\n");
    }
}
