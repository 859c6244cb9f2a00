package dev.headgate.plugin.ratelimit;

import dev.headgate.api.Content;
import dev.headgate.api.Exchange;
import dev.headgate.api.Failure;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.Outcome;
import dev.headgate.api.quota.Held;
import dev.headgate.api.quota.Hold;
import dev.headgate.api.quota.Left;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request from its counting to its settlement. What it holds is settled exactly once, when the exchange has ended; a
 * hold that is granted after that is released. The exchange is touched on its own loop only.
 */
final class Admission {
    private static final Duration LEASE = Duration.ofMinutes(2);

    private enum Stage {
        ASKING,
        HELD,
        OVER
    }

    private final RateLimit limits;
    private final Exchange exchange;
    private final List<Rule> rules;
    private final Demand demand;
    private final int rank;
    private final @Nullable Context loop = Vertx.currentContext();
    private final Promise<Held> admitted = Promise.promise();
    private final Delivered answer = new Delivered();
    private final String id;

    private boolean askedAgain;
    private Stage stage = Stage.ASKING;
    private @Nullable Hold hold;

    Admission(RateLimit limits, Exchange exchange, List<Rule> rules, int rank, String id) {
        this.limits = limits;
        this.exchange = exchange;
        this.rules = rules;
        this.demand = new Demand(limits, exchange, rules, rank);
        this.rank = rank;
        this.id = id;
    }

    // ---- before the rest of the chain

    /** Counts what has to be counted, and takes it. */
    Future<Held> admit() {
        if (!demand.ofTokens()) {
            begin();
            return admitted.future();
        }
        count(
                Counter.LARGE,
                () -> limits.counter().of(exchange.body(), exchange.operation(), exchange.model()),
                quick -> {
                    demand.counted(quick);
                    if (demand.wantsEncoding()) {
                        encode(this::begin);
                    } else {
                        begin();
                    }
                });
        return admitted.future();
    }

    private void encode(Runnable next) {
        Content content = exchange.content();
        count(Counter.LARGE_TO_ENCODE, () -> demand.encode(content), finer -> {
            demand.encoded(finer);
            next.run();
        });
    }

    /** Counts here, or on a thread of its own when the body is longer than this. */
    private void count(int large, Supplier<Counter.Count> counting, Consumer<Counter.Count> next) {
        if (exchange.body().length() <= large) {
            next.accept(counting.get());
            return;
        }
        Thread.ofVirtual().name("headgate-counting").start(() -> {
            try {
                Counter.Count count = counting.get();
                onLoop(() -> next.accept(count));
            } catch (RuntimeException e) {
                failed(e);
            }
        });
    }

    private void begin() {
        if (limits.line().ahead(rules, rank)) {
            look();
        } else {
            ask();
        }
    }

    private void ask() {
        hold().onComplete(answer -> {
            if (answer.failed()) {
                failed(answer.cause());
            } else if (answer.result().granted()) {
                granted(answer.result());
            } else {
                onLoop(() -> turnedAway(answer.result()));
            }
        });
    }

    /** Stands behind those who wait already, without asking. */
    private void look() {
        Instant now = limits.now();
        limits.store().look(rules.stream().map(r -> r.at(now)).toList()).onComplete(answer -> {
            if (answer.failed()) {
                failed(answer.cause());
                return;
            }
            int busiest = busiest(answer.result());
            var behind = new Held(
                    OptionalInt.of(busiest),
                    Optional.of(Duration.ZERO),
                    answer.result(),
                    limits.store().sharing());
            if (!limits.line().join(this, rank, rules.get(busiest).key(), behind, limits.patience())) {
                refused(behind);
            }
        });
    }

    private int busiest(List<Left> left) {
        int busiest = 0;
        double least = 2;
        for (int i = 0; i < rules.size(); i++) {
            double part = (double) left.get(i).remaining() / rules.get(i).capacity();
            if (part < least) {
                least = part;
                busiest = i;
            }
        }
        return busiest;
    }

    /** Asks for all of it, in one step. */
    Future<Held> hold() {
        var asked = new Hold(id, demand.claims(limits.now()), LEASE);
        hold = asked;
        return limits.store().hold(asked);
    }

    Rule refusedBy(Held held) {
        return rules.get(held.refusedBy().orElseThrow());
    }

    private void turnedAway(Held held) {
        if (over()) {
            return;
        }
        if (refusedBy(held).dimension().ofTokens() && asksAgain(held)) {
            return;
        }
        boolean worth = held.retryAfter()
                .filter(wait -> wait.toMillis() <= limits.patience())
                .isPresent();
        if (limits.patience() == 0
                || !worth
                || !limits.line().join(this, rank, refusedBy(held).key(), held, limits.patience())) {
            refused(held);
        }
    }

    /** Asks once more if it can do with less: by a finer count, by one that is less careful, with a shorter answer. */
    private boolean asksAgain(Held held) {
        boolean less = demand.lessened(held);
        if (!askedAgain) {
            askedAgain = true;
            if (demand.wantsEncoding()) {
                encode(this::ask);
                return true;
            }
            if (less) {
                ask();
                return true;
            }
        }
        if (limits.clamps() && demand.clamp(held)) {
            ask();
            return true;
        }
        return false;
    }

    void granted(Held held) {
        boolean late;
        synchronized (this) {
            late = stage != Stage.ASKING;
            if (!late) {
                stage = Stage.HELD;
            }
        }
        Hold made = hold;
        if (late) {
            if (made != null) {
                limits.store().release(made);
            }
            return;
        }
        if (made != null) {
            limits.begun(made, exchange.principal());
        }
        demand.remember(held.left());
        onLoop(() -> {
            demand.write();
            exchange.answerHeaders(RateHeaders.of(rules, held));
            admitted.tryComplete(held);
        });
    }

    void refused(Held held) {
        Rule by = refusedBy(held);
        limits.refused(by);
        onLoop(() -> {
            exchange.answerHeaders(RateHeaders.of(rules, held));
            exchange.note(
                    "limit",
                    by.scope().name().toLowerCase(Locale.ROOT) + "-"
                            + by.dimension().name().toLowerCase(Locale.ROOT));
            admitted.tryFail(Refusals.by(by, demand.claimed(by), held));
        });
    }

    void failed(Throwable why) {
        onLoop(() -> admitted.tryFail(why instanceof IllegalStateException ? Refusals.full() : why));
    }

    private void onLoop(Runnable action) {
        Context context = loop;
        if (context == null || context.equals(Vertx.currentContext())) {
            action.run();
        } else {
            context.runOnContext(v -> action.run());
        }
    }

    // ---- after it

    /** Watches an answer go by, as far as tokens are limited. */
    GatewayResponse answered(GatewayResponse response) {
        return demand.ofTokens() ? answer.watching(response) : response;
    }

    private synchronized boolean over() {
        return stage == Stage.OVER;
    }

    /** The exchange is over, however it went. */
    void ended(Outcome outcome) {
        Hold made;
        synchronized (this) {
            made = stage == Stage.HELD ? hold : null;
            stage = Stage.OVER;
        }
        if (made == null) {
            limits.line().leave(this);
            if (!admitted.future().isComplete()) {
                // The chain is not to wait for what the state still answers.
                admitted.tryFail(Failure.of(Failure.Kind.CLIENT_GONE, "The request was given up.")
                        .exception());
            }
            return;
        }
        limits.ended(made, exchange.principal());
        var spent = demand.ofTokens()
                ? new Bill(limits, exchange, demand.input(), demand.output(), answer).of(outcome)
                : Bill.Spent.NOTHING;
        limits.store()
                .settle(made, demand.amounts(spent))
                .onComplete(done -> limits.line().freed(rules));
    }
}
