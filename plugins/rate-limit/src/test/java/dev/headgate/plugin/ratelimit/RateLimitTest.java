package dev.headgate.plugin.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Streaming;
import dev.headgate.api.Headers;
import dev.headgate.api.Usage;
import dev.headgate.api.quota.Metered;
import dev.headgate.api.quota.Quota;
import dev.headgate.api.quota.Quotas;
import dev.headgate.api.quota.RateWindow;
import dev.headgate.api.quota.Rates;
import dev.headgate.api.settings.Rate;
import dev.headgate.plugin.ratelimit.RateLimitFactory.PriorityClass;
import dev.headgate.testkit.FakeExchange;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RateLimitTest {
    private static final Usage SOME = Usage.of(10, 20);

    // ---- whose limits, and what is said of them

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

    // ---- what is held

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

    // ---- what is settled

    @Test
    void what_was_not_spent_is_free_at_once_and_what_was_spent_beyond_is_owed() {
        var limited = new Limited().eachTeam(Limited.tokens("1000/min"));
        FakeExchange e = Limited.chat("\"max_tokens\":900");
        limited.send(e);
        assertThat(limited.send(Limited.chat("")).failed()).isTrue();
        Limited.end(e, SOME);
        assertThat(limited.used(0)).isEqualTo(30);
        FakeExchange over = Limited.chat("\"max_tokens\":5");
        limited.send(over);
        Limited.end(over, Usage.of(10, 1500));
        assertThat(limited.used(0)).isEqualTo(1540);
        assertThat(limited.send(Limited.chat("\"max_tokens\":1")).failed()).isTrue();
    }

    @Test
    void lost_attempts_are_charged_with_what_they_said_they_used() {
        var limited = new Limited().eachTeam(Limited.tokens("10k/min"));
        FakeExchange e = Limited.chat("");
        limited.send(e);
        e.withAttempt(new dev.headgate.api.Attempt(
                "first", "m", 200, Optional.of(Failure.Kind.UPSTREAM_FAILED), Duration.ofMillis(1), Usage.of(11, 22)));
        e.withAttempt(new dev.headgate.api.Attempt(
                "down", "m", 0, Optional.of(Failure.Kind.UPSTREAM_UNREACHABLE), Duration.ofMillis(1), Usage.NONE));
        Limited.end(e, SOME);
        assertThat(limited.used(0)).isEqualTo(63);
    }

    @Test
    void a_request_that_never_reached_an_upstream_costs_no_tokens_and_a_timeout_its_input() {
        var limited = new Limited().eachTeam(Limited.tokens("10k/min"));
        FakeExchange refusedInside = Limited.chat("");
        limited.send(
                refusedInside,
                e -> Future.failedFuture(
                        Failure.of(Failure.Kind.REJECTED_BY_FILTER, "no").exception()));
        refusedInside.end();
        assertThat(limited.used(0)).isZero();
        FakeExchange unreachable = Limited.chat("");
        limited.send(unreachable);
        Limited.end(unreachable, Failure.Kind.UPSTREAM_UNREACHABLE);
        assertThat(limited.used(0)).isZero();
        FakeExchange late = Limited.chat("");
        limited.send(late);
        Limited.end(late, Failure.Kind.UPSTREAM_TIMEOUT);
        assertThat(limited.used(0)).isBetween(3L, 20L);
        assertThat(limited.context.openHolds()).isZero();
    }

    @Test
    void usage_that_is_missing_or_cannot_be_is_replaced_by_what_was_delivered() {
        String text = "word ".repeat(80);
        for (Usage lie : List.of(
                Usage.NONE,
                Limited.odd(-1, 5),
                Limited.odd(10, -1),
                Limited.odd(1_000_000_000_000_000_000L, 5),
                Limited.odd(10, 1_000_000_000_000_000_000L))) {
            var limited = new Limited().eachTeam(Limited.tokens("100k/min"));
            FakeExchange e = Limited.chat("\"max_tokens\":400").withUsage(lie);
            limited.send(
                    e,
                    x -> Future.succeededFuture(new GatewayResponse.Buffered(
                            200,
                            Headers.NONE,
                            Body.of("{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"" + text
                                    + "\"}}]}"))));
            Limited.end(e, lie);
            assertThat(limited.used(0)).as(lie.toString()).isBetween(80L, 250L);
            assertThat(e.notes()).containsEntry("tokens", "counted-here");
        }
    }

    @Test
    void a_stream_that_is_left_after_any_event_is_charged_with_what_went_out() {
        long before = 0;
        for (int left = 0; left <= 20; left++) {
            var limited = new Limited().eachTeam(Limited.tokens("100k/min"));
            FakeExchange e = Limited.chat("\"max_tokens\":400");
            var events = new TappedStream();
            Future<GatewayResponse> answer =
                    limited.send(e, x -> Future.succeededFuture(new Streaming(200, Headers.NONE, events)));
            assertThat(answer.result()).isInstanceOf(Streaming.class);
            for (int i = 0; i < left; i++) {
                events.event("{\"choices\":[{\"index\":0,\"delta\":{\"content\": \"tok" + i + "\"}}]}");
            }
            e.withAttempt(new dev.headgate.api.Attempt(
                            "up", "m", 200, Optional.empty(), Duration.ofMillis(5), Usage.NONE))
                    .end(new dev.headgate.api.Outcome(
                            499, Optional.of(Failure.Kind.CLIENT_GONE), Duration.ofMillis(9), Optional.empty()));
            long used = limited.used(0);
            assertThat(used).isBetween((long) left, left * 3L + 20);
            assertThat(used).isGreaterThanOrEqualTo(before);
            before = used;
            assertThat(limited.context.openHolds()).isZero();
        }
    }

    // ---- calendars

    @Test
    void months_and_days_are_those_of_their_time_zone_leap_days_and_clock_changes_included() {
        var month = window("5M", RateWindow.Span.MONTH, "Europe/Berlin");
        assertThat(ends(month, "2028-02-29T22:59:59Z")).isEqualTo("2028-02-29T23:00:00Z");
        assertThat(ends(month, "2028-02-29T23:00:00Z")).isEqualTo("2028-03-31T22:00:00Z");
        assertThat(ends(month, "2027-02-10T00:00:00Z")).isEqualTo("2027-02-28T23:00:00Z");
        var day = window("5M", RateWindow.Span.DAY, "Europe/Berlin");
        // The day the clocks go forward has 23 hours, the one they go back 25.
        assertThat(ends(day, "2027-03-28T00:30:00Z")).isEqualTo("2027-03-28T22:00:00Z");
        assertThat(ends(day, "2027-10-31T00:30:00Z")).isEqualTo("2027-10-31T23:00:00Z");
        // Midnight does not exist there on that day.
        var cairo = window("5M", RateWindow.Span.DAY, "Africa/Cairo");
        assertThat(ends(cairo, "2027-04-29T12:00:00Z")).isEqualTo("2027-04-29T22:00:00Z");
        assertThat(ends(window("1", RateWindow.Span.DAY, "UTC"), "2026-12-31T23:59:59.999Z"))
                .isEqualTo("2027-01-01T00:00:00Z");
    }

    private static RateWindow window(String amount, RateWindow.Span span, String zone) {
        return new RateWindow(Rate.parse(amount).orElseThrow(), 0, Optional.of(span), zone);
    }

    private static String ends(RateWindow window, String now) {
        return ((dev.headgate.api.quota.Limit.Window) window.at(Instant.parse(now), "k"))
                .end()
                .toString();
    }

    @Test
    void a_month_counts_to_its_end_and_begins_anew_once() {
        var limited = new Limited()
                .eachTeam(new Quota(
                        Optional.of(new Rates(List.of(window("3", RateWindow.Span.MONTH, "UTC")))),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        0));
        assertThat(admitted(limited, "default", "-")).isEqualTo(3);
        Failure refused = Limited.refusal(limited.send(Limited.chat("")));
        assertThat(refused.retryAfter()).contains(Duration.ofDays(31));
        assertThat(refused.message()).contains("3 requests per month");
        limited.context.advance(Duration.ofDays(31));
        assertThat(admitted(limited, "default", "-")).isEqualTo(3);
        limited.context.advance(Duration.ofDays(27));
        assertThat(admitted(limited, "default", "-")).isZero();
    }

    // ---- fairness

    @Test
    void a_team_that_fills_the_gateway_leaves_room_for_others() {
        var limited = new Limited().gateway(Limited.concurrent(10));
        limited.send(Limited.chat("").withTeam("quiet")).result();
        int noisy = 0;
        for (int i = 0; i < 500; i++) {
            noisy += limited.send(Limited.chat("").withTeam("noisy")).succeeded() ? 1 : 0;
        }
        assertThat(noisy).isEqualTo(7);
        assertThat(limited.send(Limited.chat("").withTeam("quiet")).succeeded()).isTrue();
        assertThat(limited.send(Limited.chat("").withTeam("third")).succeeded()).isTrue();
        assertThat(limited.send(Limited.chat("").withTeam("noisy")).failed()).isTrue();
    }

    @Test
    void what_is_reserved_for_a_class_is_there_however_many_others_come() {
        var limited = new Limited()
                .gateway(Limited.concurrent(10))
                .classes(new PriorityClass(List.of("critical"), List.of(), 30));
        int batch = 0;
        for (int i = 0; i < 100; i++) {
            batch += limited.send(Limited.chat("").withTeam("batch")).succeeded() ? 1 : 0;
        }
        assertThat(batch).isEqualTo(7);
        for (int i = 0; i < 3; i++) {
            assertThat(limited.send(Limited.chat("").withTeam("critical")).succeeded())
                    .isTrue();
        }
    }

    @Test
    void who_waits_is_served_by_class_and_then_in_the_order_of_coming() throws Exception {
        var limited = new Limited()
                .gateway(Limited.concurrent(1))
                .queue(Duration.ofSeconds(30), 3)
                .classes(new PriorityClass(List.of(), List.of("first"), 0));
        FakeExchange running = Limited.chat("");
        limited.send(running);
        var order = new ArrayList<String>();
        var waiting = new ArrayList<FakeExchange>();
        for (String key : List.of("a", "b", "first")) {
            FakeExchange e = Limited.chat("").withKey(key);
            waiting.add(e);
            limited.send(e, x -> {
                order.add(key);
                return Promise.<GatewayResponse>promise().future();
            });
        }
        assertThat(order).isEmpty();
        assertThat(limited.filter().line().waiting()).isEqualTo(3);
        assertThat(limited.send(Limited.chat("")).failed()).isTrue();
        running.end();
        assertThat(order).containsExactly("first");
        waiting.get(2).end();
        assertThat(order).containsExactly("first", "a");
        // One that has left while it waited is passed over.
        waiting.get(1).end();
        assertThat(limited.filter().line().waiting()).isZero();
        waiting.get(0).end();
        assertThat(order).containsExactly("first", "a");
        assertThat(limited.context.openHolds()).isZero();
        limited.filter().close();
    }

    @Test
    void who_has_waited_long_enough_is_refused() throws Exception {
        var limited = new Limited().gateway(Limited.concurrent(1)).queue(Duration.ofMillis(20), 3);
        limited.send(Limited.chat(""));
        var over = new java.util.concurrent.CompletableFuture<Throwable>();
        limited.send(Limited.chat("")).onFailure(over::complete);
        assertThat(over.get(10, java.util.concurrent.TimeUnit.SECONDS)).hasMessageContaining("concurrent requests");
        assertThat(limited.filter().line().waiting()).isZero();
        limited.filter().close();
    }
}
