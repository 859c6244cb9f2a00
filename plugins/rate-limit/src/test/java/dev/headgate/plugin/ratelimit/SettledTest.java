package dev.headgate.plugin.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Streaming;
import dev.headgate.api.Headers;
import dev.headgate.api.Usage;
import dev.headgate.testkit.FakeExchange;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a request is charged with when it has ended. */
final class SettledTest {
    private static final Usage SOME = Usage.of(10, 20);

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
    void a_request_that_is_given_up_before_it_is_granted_ends_then_and_releases_what_comes_later() {
        var limited = new Limited().eachTeam(Limited.tokens("10k/min"));
        Promise<Void> slow = Promise.promise();
        limited.context.answeringAfter(slow.future());
        FakeExchange e = Limited.chat("");
        Future<GatewayResponse> answer = limited.send(e);
        assertThat(answer.isComplete()).isFalse();
        Limited.end(e, Failure.Kind.CLIENT_GONE);
        assertThat(Limited.refusal(answer).kind()).isEqualTo(Failure.Kind.CLIENT_GONE);
        slow.complete();
        assertThat(limited.context.openHolds()).isZero();
        assertThat(limited.used(0)).isZero();
    }

    @Test
    void who_stays_at_a_third_of_every_limit_is_never_refused() {
        var limited = new Limited()
                .eachTeam(Limited.tokens("60k/min", "3M/h"))
                .eachKey(Limited.requests("540/min"))
                .gateway(Limited.concurrent(9));
        var running = new java.util.ArrayDeque<FakeExchange>();
        var random = new java.util.Random(14);
        int minutes = 40;
        for (int i = 0; i < minutes * 180; i++) {
            FakeExchange e = Limited.chat("\"max_tokens\":100");
            assertThat(limited.send(e).succeeded()).as("request " + i).isTrue();
            running.add(e);
            if (running.size() == 3) {
                FakeExchange over = running.remove();
                switch (random.nextInt(8)) {
                    case 0 -> Limited.end(over, Failure.Kind.UPSTREAM_TIMEOUT);
                    case 1 -> over.end();
                    default -> Limited.end(over, Usage.of(11, random.nextInt(101)));
                }
            }
            limited.context.advance(Duration.ofMillis(333));
        }
        running.forEach(FakeExchange::end);
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
}
