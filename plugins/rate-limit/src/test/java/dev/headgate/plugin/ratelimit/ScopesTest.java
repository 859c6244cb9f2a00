package dev.headgate.plugin.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Failure;
import dev.headgate.api.Headers;
import dev.headgate.api.quota.Metered;
import dev.headgate.api.quota.Quota;
import dev.headgate.api.quota.Quotas;
import dev.headgate.testkit.FakeExchange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose limits a request meets, and what callers are told of them. */
final class ScopesTest {
    @Test
    void without_a_limit_nothing_is_added() {
        var limited = new Limited();
        FakeExchange exchange = Limited.chat("");
        assertThat(limited.send(exchange).succeeded()).isTrue();
        assertThat(exchange.answerHeaders()).isEqualTo(Headers.NONE);
        assertThat(limited.context.openHolds()).isZero();
    }

    @Test
    void a_refusal_says_whose_limit_what_it_counts_how_it_stands_and_when_to_come_again() {
        var limited = new Limited().eachTeam(Limited.requests("2/min"));
        limited.send(Limited.chat(""));
        limited.send(Limited.chat(""));
        FakeExchange exchange = Limited.chat("").withTeam("default");
        Failure refused = Limited.refusal(limited.send(exchange, e -> {
            throw new AssertionError("not to be reached");
        }));
        assertThat(refused.kind()).isEqualTo(Failure.Kind.RATE_LIMITED);
        assertThat(refused.code()).contains("rate_limit_exceeded");
        assertThat(refused.retryAfter()).contains(Duration.ofSeconds(30));
        assertThat(refused.message())
                .isEqualTo("Rate limit reached for the team default: 2 requests per minute. Used 2, requested 1."
                        + " Try again in 30s.");
        assertThat(exchange.notes()).containsEntry("limit", "team-requests");
        assertThat(exchange.answerHeaders().get("x-ratelimit-remaining-requests"))
                .contains("0");
    }

    @Test
    void every_answer_says_how_the_tightest_limits_stand_in_the_words_of_openai() {
        var limited = new Limited()
                .eachTeam(new Quota(
                        Limited.rates("600/min", "20/10s"),
                        Limited.rates("200k/min"),
                        Optional.empty(),
                        Optional.empty(),
                        0));
        FakeExchange exchange = Limited.chat("\"max_tokens\":500");
        limited.send(exchange);
        Headers headers = exchange.answerHeaders();
        assertThat(headers.get("x-ratelimit-limit-requests")).contains("20");
        assertThat(headers.get("x-ratelimit-remaining-requests")).contains("19");
        assertThat(headers.get("x-ratelimit-reset-requests")).contains("500ms");
        assertThat(headers.get("x-ratelimit-limit-tokens")).contains("200000");
        assertThat(Long.parseLong(headers.get("x-ratelimit-remaining-tokens").orElseThrow()))
                .isBetween(199_480L, 199_500L);
        assertThat(headers.get("x-ratelimit-reset-tokens").orElseThrow()).matches("1[5-9]\\dms");
    }

    @Test
    void times_are_written_as_openai_does() {
        assertThat(RateHeaders.written(Duration.ofMillis(17))).isEqualTo("17ms");
        assertThat(RateHeaders.written(Duration.ofMillis(1001))).isEqualTo("2s");
        assertThat(RateHeaders.written(Duration.ofMinutes(6))).isEqualTo("6m0s");
        assertThat(RateHeaders.written(Duration.ofSeconds(3672))).isEqualTo("1h1m12s");
    }

    @Test
    void own_limits_of_teams_and_keys_take_the_place_of_those_for_each() {
        var limited = new Limited()
                .eachTeam(Limited.requests("1/min"))
                .eachKey(Limited.requests("1/min"))
                .quotas(new Quotas(
                        Map.of("search", Limited.requests("3/min")), Map.of("batch", Limited.requests("2/min"))));
        assertThat(admitted(limited, "search", "batch")).isEqualTo(2);
        assertThat(admitted(limited, "search", "other")).isEqualTo(1);
        assertThat(admitted(limited, "search", "third")).isZero();
        assertThat(admitted(limited, "else", "fourth")).isEqualTo(1);
    }

    private static int admitted(Limited limited, String team, String key) {
        int admitted = 0;
        for (int i = 0; i < 5; i++) {
            FakeExchange e = Limited.chat("").withTeam(team).withKey(key);
            admitted += limited.send(e).succeeded() ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void models_have_limits_by_their_longest_name_for_all_and_for_each_team() {
        var limited = new Limited()
                .models(Map.of("gpt-*", Limited.requests("3/min"), "gpt-4o*", Limited.requests("5/min")))
                .eachTeamModels(Map.of("gpt-4o-mini", Limited.requests("2/min")));
        assertThat(admittedFor(limited, "a", "gpt-4o-mini")).isEqualTo(2);
        assertThat(admittedFor(limited, "b", "gpt-4o-mini")).isEqualTo(2);
        assertThat(admittedFor(limited, "a", "gpt-4o")).isEqualTo(1);
        assertThat(admittedFor(limited, "a", "gpt-3.5-turbo")).isEqualTo(3);
        assertThat(admittedFor(limited, "a", "other")).isEqualTo(5);
    }

    private static int admittedFor(Limited limited, String team, String model) {
        int admitted = 0;
        for (int i = 0; i < 5; i++) {
            FakeExchange e = FakeExchange.chatting(model, "hi").withTeam(team);
            admitted += limited.send(e).succeeded() ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void a_refusal_by_one_limit_burns_no_other() {
        var limited = new Limited()
                .gateway(Limited.requests("100/min"))
                .eachTeam(new Quota(
                        Limited.rates("100/min"), Limited.rates("150/min"), Optional.empty(), Optional.empty(), 0));
        assertThat(limited.send(Limited.chat("\"max_tokens\":1000")).failed()).isTrue();
        assertThat(limited.used(0)).isZero();
        assertThat(limited.used(2)).isZero();
    }

    @Test
    void what_can_never_fit_is_told_so_without_a_time_to_come_again() {
        var limited = new Limited().eachTeam(Limited.tokens("150/min"));
        Failure refused = Limited.refusal(limited.send(Limited.chat("\"max_tokens\":1000")));
        assertThat(refused.retryAfter()).isEmpty();
        assertThat(refused.message()).contains("larger than the limit").contains("set a lower max_completion_tokens");
    }

    @Test
    void a_team_lead_sees_every_limit_that_is_met() {
        var limited = new Limited()
                .gateway(Limited.concurrent(9))
                .eachKey(Limited.requests("7/min"))
                .eachTeam(Limited.tokens("9k/min"))
                .eachTeamModels(Map.of("m", Limited.requests("3/min")));
        limited.send(Limited.chat("").withKey("mine"));
        List<Metered.Standing> all = limited.filter()
                .standing(new dev.headgate.api.Principal("default", "mine"))
                .result();
        assertThat(all)
                .extracting(Metered.Standing::scope, Metered.Standing::dimension, Metered.Standing::limit)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("key", "requests", 7L),
                        org.assertj.core.groups.Tuple.tuple("team", "tokens", 9000L),
                        org.assertj.core.groups.Tuple.tuple("gateway", "concurrent requests", 9L),
                        org.assertj.core.groups.Tuple.tuple("team and model", "requests", 3L));
        assertThat(all).extracting(s -> s.left().used() > 0).containsOnly(true);
    }
}
