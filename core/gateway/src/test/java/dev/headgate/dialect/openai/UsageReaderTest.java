package dev.headgate.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.api.Operation;
import dev.headgate.api.Usage;
import dev.headgate.dialect.Reading;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UsageReaderTest {
    private static Usage usage(String json) {
        Reading reading = AnswerReader.read(Operation.CHAT, Body.of("{\"usage\":" + json + ",\"choices\":[{}]}"));
        return ((Reading.Answer) reading).usage();
    }

    @Property(tries = 200)
    void counts_are_read_as_reported(
            @ForAll @LongRange(max = 1_000_000_000) long prompt,
            @ForAll @LongRange(max = 1_000_000_000) long completion) {
        Usage u = usage("{\"completion_tokens\":" + completion + ",\"prompt_tokens\":" + prompt + "}");
        assertThat(u.prompt()).hasValue(prompt);
        assertThat(u.completion()).hasValue(completion);
        assertThat(u.total()).hasValue(prompt + completion);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "1e18",
                "1e400",
                "1.5",
                "\"12\"",
                "null",
                "[1]",
                "{\"n\":1}",
                "true",
                "99999999999999999999"
            })
    void a_count_that_cannot_be_is_none(String count) {
        Usage u = usage("{\"prompt_tokens\":" + count + ",\"prompt_tokens_details\":" + count
                + ",\"completion_tokens\":2,\"total_tokens\":" + count + "}");
        assertThat(u.prompt()).isEmpty();
        assertThat(u.total()).isEmpty();
        assertThat(u.cached()).isEmpty();
        assertThat(u.completion()).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "\"none\"", "7", "[{\"prompt_tokens\":3}]"})
    void usage_that_is_no_object_is_none(String json) {
        assertThat(usage(json)).isEqualTo(Usage.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"prompt_tokens_details\":{\"cached_tokens\":4}",
                "\"prompt_cache_hit_tokens\":4",
                "\"num_cached_tokens\":4",
                "\"cached_tokens\":4",
                "\"prompt_tokens_details\":{\"cached_tokens\":4},\"prompt_cache_hit_tokens\":0"
            })
    void cached_tokens_have_many_names(String member) {
        assertThat(usage("{\"prompt_tokens\":9," + member + "}").cached()).hasValue(4);
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 11})
    void reasoning_that_only_the_total_holds_is_completion(long total) {
        Usage u = usage("{\"prompt_tokens\":10,\"completion_tokens\":1,\"total_tokens\":" + total
                + ",\"completion_tokens_details\":{\"reasoning_tokens\":20}}");
        assertThat(u.completion()).hasValue(total - 10);
        assertThat(u.reasoning()).hasValue(20);
        assertThat(u.total()).hasValue(total);
    }
}
