package dev.headgate.plugin.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Usage;
import dev.headgate.api.quota.Quota;
import dev.headgate.api.quota.RateWindow;
import dev.headgate.api.quota.Rates;
import dev.headgate.api.settings.Rate;
import dev.headgate.testkit.FakeExchange;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A thousand tokens and two hundred clients at once, seen from the upstream, which knows what it has generated. */
final class ManyClientsTest {
    private static final int LIMIT = 1000;
    private static final int CLIENTS = 200;

    /** What the upstream knew at one moment: what it has generated, and may still generate for those under way. */
    private record Moment(long generated, long promised) {}

    private static final class Upstream {
        private final List<Moment> history = Collections.synchronizedList(new ArrayList<>());
        private long generated;
        private long promised;

        synchronized void begun(long most) {
            promised += most;
            history.add(new Moment(generated, promised));
        }

        synchronized void ended(long most, long came) {
            promised -= most;
            generated += came;
            history.add(new Moment(generated, promised));
        }
    }

    private static Limited limited() {
        var day = new RateWindow(Rate.parse("1000").orElseThrow(), 0, Optional.of(RateWindow.Span.DAY), "UTC");
        return new Limited()
                .eachTeam(new Quota(
                        Optional.empty(), Optional.of(new Rates(List.of(day))), Optional.empty(), Optional.empty(), 0));
    }

    @Test
    void no_more_is_spent_and_held_than_the_limit_at_any_moment() throws InterruptedException {
        for (int seed = 0; seed < 20; seed++) {
            Limited limited = limited();
            limited.filter();
            var upstream = new Upstream();
            var done = new CountDownLatch(CLIENTS);
            var admitted = new AtomicLong();
            try (var pool = Executors.newFixedThreadPool(16)) {
                for (int c = 0; c < CLIENTS; c++) {
                    var random = new Random(seed * 1000L + c);
                    pool.execute(() -> {
                        client(limited, upstream, random, admitted);
                        done.countDown();
                    });
                }
                done.await();
            }
            assertThat(admitted.get()).isPositive();
            assertThat(upstream.history)
                    .as("seed %d", seed)
                    .allSatisfy(m -> assertThat(m.generated + m.promised).isLessThanOrEqualTo(LIMIT));
            assertThat(upstream.promised).isZero();
            assertThat(limited.context.openHolds()).isZero();
            assertThat(limited.used(0)).isEqualTo(upstream.generated);
            limited.filter().close();
        }
    }

    private static void client(Limited limited, Upstream upstream, Random random, AtomicLong admitted) {
        long most = 5 + random.nextLong(120);
        // The upstream counts the input as one token less than the gateway's most careful count.
        long input = 2;
        FakeExchange exchange = Limited.chat("\"max_tokens\":" + most);
        boolean through = limited.send(exchange, e -> {
                    upstream.begun(input + most);
                    return Future.succeededFuture(Limited.fine());
                })
                .succeeded();
        if (!through) {
            exchange.end();
            return;
        }
        admitted.incrementAndGet();
        Thread.onSpinWait();
        long came = random.nextLong(most + 1);
        upstream.ended(input + most, input + came);
        Limited.end(exchange, Usage.of(input, came));
    }
}
