package dev.headgate.plugin.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Failure;
import dev.headgate.api.GatewayResponse;
import dev.headgate.plugin.ratelimit.RateLimitFactory.PriorityClass;
import dev.headgate.testkit.FakeExchange;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who goes before whom, and who waits. */
final class FairnessTest {
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
        var answers = new ArrayList<Future<GatewayResponse>>();
        for (String key : List.of("a", "b", "first")) {
            FakeExchange e = Limited.chat("").withKey(key);
            waiting.add(e);
            answers.add(limited.send(e, x -> {
                order.add(key);
                return Promise.<GatewayResponse>promise().future();
            }));
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
        assertThat(Limited.refusal(answers.get(1)).kind()).isEqualTo(Failure.Kind.CLIENT_GONE);
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
