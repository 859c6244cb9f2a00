package dev.headgate.plugin.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.api.Usage;
import dev.headgate.api.quota.Quota;
import dev.headgate.api.quota.RateWindow;
import dev.headgate.api.quota.Rates;
import dev.headgate.api.settings.Rate;
import dev.headgate.testkit.FakeExchange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a request holds before it goes on. */
final class HeldTest {
    private static final Usage SOME = Usage.of(10, 20);

    @Test
    void sixty_in_a_minute_with_a_burst_of_ten_lets_twenty_through_in_ten_seconds() {
        var rate = new RateWindow(Rate.parse("60/min").orElseThrow(), 10, Optional.empty(), "UTC");
        var limited = new Limited()
                .eachTeam(new Quota(
                        Optional.of(new Rates(List.of(rate))),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        0));
        int admitted = 0;
        for (int i = 0; i < 1000; i++) {
            FakeExchange e = Limited.chat("");
            if (limited.send(e).succeeded()) {
                admitted++;
                Limited.end(e, SOME);
            }
            limited.context.advance(Duration.ofMillis(10));
        }
        assertThat(admitted).isBetween(19, 21);
    }

    @Test
    void what_is_held_is_the_input_and_the_answers_limit_for_each_answer() {
        assertThat(held("")).isBetween(100L + 3, 100L + 18);
        assertThat(held("\"max_tokens\":50")).isBetween(53L, 68L);
        assertThat(held("\"max_completion_tokens\":70")).isBetween(73L, 88L);
        assertThat(held("\"max_tokens\":1,\"max_completion_tokens\":1000")).isBetween(1003L, 1018L);
        assertThat(held("\"max_tokens\":1000,\"max_completion_tokens\":1")).isBetween(1003L, 1018L);
        assertThat(held("\"max_tokens\":50,\"n\":3")).isBetween(153L, 168L);
    }

    private static long held(String more) {
        var limited = new Limited().eachTeam(Limited.tokens("100k/min"));
        assertThat(limited.send(Limited.chat(more)).succeeded()).isTrue();
        return limited.used(0);
    }

    @Test
    void a_model_that_nobody_has_priced_holds_the_default_and_a_known_one_its_published_most() {
        var limited = new Limited().eachTeam(Limited.tokens("100k/min"));
        limited.send(FakeExchange.chatting("acme-unknown-1", "hello"));
        assertThat(limited.used(0)).isBetween(4097L, 4120L);
        limited.send(FakeExchange.chatting("gpt-4o-mini", "hello"));
        assertThat(limited.used(0)).isBetween(4097L + 16_384, 4120L + 16_384 + 20);
    }

    @Test
    void tokens_of_a_model_count_as_often_as_its_weight_says() {
        var limited = new Limited().eachTeam(Limited.tokens("100k/min")).weights(Map.of("m", 10.0));
        FakeExchange e = Limited.chat("");
        limited.send(e);
        Limited.end(e, SOME);
        assertThat(limited.used(0)).isEqualTo(300);
    }

    @Test
    void near_a_limit_a_lower_limit_is_set_for_the_answer_instead_of_refusing() {
        var limited = new Limited().eachTeam(Limited.tokens("200/min")).clamping();
        FakeExchange e = Limited.chat("\"max_tokens\":1000, \"max_completion_tokens\": 900");
        assertThat(limited.send(e).succeeded()).isTrue();
        long set = e.outputCeiling().orElseThrow();
        assertThat(set).isBetween(100L, 197L);
        assertThat(e.body().text()).contains("\"max_tokens\":" + set).contains("\"max_completion_tokens\": " + set);
        FakeExchange none = Limited.chat("");
        assertThat(limited.send(none).failed()).isTrue();
        Limited.end(e, Usage.of(20, 80));
        assertThat(limited.send(none).succeeded()).isTrue();
        assertThat(none.outputCeiling().orElseThrow()).isBetween(16L, 97L);
    }

    @Test
    void a_request_without_a_limit_is_sent_on_with_the_one_that_was_held_when_that_is_wanted() {
        var limited = new Limited().eachTeam(Limited.tokens("1M/min")).settingOutput();
        FakeExchange e = Limited.chat("");
        limited.send(e);
        assertThat(e.body().text()).endsWith(",\"max_tokens\":100}");
        FakeExchange newer = FakeExchange.chatting("o3-mini", "x");
        limited.send(newer);
        assertThat(newer.body().text()).contains("\"max_completion_tokens\":");
        FakeExchange limitedItself = Limited.chat("\"max_tokens\":7");
        Body before = limitedItself.body();
        limited.send(limitedItself);
        assertThat(limitedItself.body()).isSameAs(before);
    }
}
