package dev.headgate.plugin.ratelimit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.api.EncodingType;
import dev.headgate.api.Body;
import dev.headgate.testkit.FakeExchange;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CounterTest {
    private final Counter counter = new Counter();

    private Counter.Count count(FakeExchange e) {
        return counter.of(e.body(), e.operation(), e.model());
    }

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
        assertThat(count(e).tokens()).isBetween(300L, 310L);
        for (int i = 0; i < 40; i++) {
            counter.learn("llama-x", count(e), 600);
        }
        assertThat(count(e).tokens()).isBetween(590L, 620L);
        assertThat(count(saying("other", "x".repeat(1000))).tokens()).isBetween(300L, 310L);
    }

    @Test
    void no_count_is_more_than_the_bytes_can_be() {
        for (String text : List.of("hello", "🙂🙂🙂", "übergröße", "a".repeat(100_000), "\u0000\u0001")) {
            Counter.Count count = count(saying("m", text));
            assertThat(count.tokens()).isBetween(1L, count.most());
        }
    }

    @Test
    void tools_are_counted() {
        String tools = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\""
                + "d".repeat(600) + "\"}}]";
        FakeExchange e = FakeExchange.create()
                .with(Body.of("{\"model\":\"m\"," + tools + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"));
        assertThat(count(e).tokens()).isGreaterThan(200);
    }

    @Test
    void a_megabyte_of_hostile_text_is_counted_with_bounded_work() {
        counter.encodings().read(EncodingType.O200K_BASE);
        for (String text :
                List.of("a".repeat(1 << 20), " ".repeat(1 << 20), "🙂".repeat(1 << 18), "a1".repeat(1 << 19))) {
            FakeExchange e = saying("gpt-4o", text);
            Counter.Count quick = count(e);
            Counter.Count finer = counter.encoded(quick, e.content(), e.model());
            // What is not encoded is taken from what was, so the work is that of the part.
            assertThat(finer.tokens()).isBetween(1L, finer.most());
            assertThat(finer.most()).isEqualTo(quick.most());
        }
    }

    @Test
    void what_is_counted_token_by_token_is_what_openai_counts() {
        counter.encodings().read(EncodingType.O200K_BASE);
        FakeExchange e = saying("gpt-4o", "hello world");
        Counter.Count finer = counter.encoded(count(e), e.content(), e.model());
        assertThat(finer.tokens()).isEqualTo(2 + 4 + 3);
        assertThat(finer.most()).isEqualTo(finer.tokens());
    }

    @Test
    void words_of_the_format_are_no_texts_and_tokens_as_numbers_are_tokens() {
        var calls = FakeExchange.create()
                .with(Body.of(
                        "{\"model\":\"m\",\"user\":\"someone\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":"
                                + "\"text\",\"text\":\"" + "x".repeat(1000) + "\"}]}]}"));
        assertThat(count(calls).bytes()).isEqualTo(1000);
        var numbers = Scan.of(
                "{\"model\":\"m\",\"input\":[[1,22,333],[4]],\"dimensions\":512}".getBytes(UTF_8), new Media("m"));
        assertThat(numbers.numbers()).isEqualTo(4);
        assertThat(numbers.bytes()).isZero();
    }

    @Test
    void whatever_is_no_json_is_looked_through_to_its_end() {
        for (String broken :
                List.of("", "{", "\"", "{\"a\":\"\\", "]]]]", "{\"input\":[1,", "\u0000\u0001", "{\"data\":\"AAAA")) {
            Scan scan = Scan.of(broken.getBytes(UTF_8), new Media("m"));
            assertThat(scan.bytes()).isBetween(0L, (long) broken.length());
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
