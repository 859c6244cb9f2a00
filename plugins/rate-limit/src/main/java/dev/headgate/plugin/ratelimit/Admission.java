package dev.headgate.plugin.ratelimit;

import dev.headgate.api.Body;
import dev.headgate.api.Exchange;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.Operation;
import dev.headgate.api.Outcome;
import dev.headgate.api.quota.Claim;
import dev.headgate.api.quota.Held;
import dev.headgate.api.quota.Hold;
import dev.headgate.api.quota.Left;
import dev.headgate.api.quota.Limit;
import dev.headgate.plugin.ratelimit.Rule.Dimension;
import dev.headgate.plugin.ratelimit.Rule.Scope;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One request from its counting to its settlement. What it holds is settled exactly once, when the exchange has ended; a
 * hold that is granted after that is released. The exchange is touched on its own loop only.
 */
final class Admission {
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final long LEAST_OUTPUT = 16;

    private enum Stage {
        ASKING,
        HELD,
        OVER
    }

    private final RateLimit limits;
    private final Exchange exchange;
    private final List<Rule> rules;
    private final int rank;
    private final @Nullable Context loop = Vertx.currentContext();
    private final Promise<Held> admitted = Promise.promise();
    private final Delivered answer = new Delivered();
    private final String id;

    private Counter.Count input = Counter.Count.NOTHING;
    private boolean counted;
    private long output;
    private boolean unlimited;
    private boolean clamped;
    private Stage stage = Stage.ASKING;
    private @Nullable Hold hold;

    Admission(RateLimit limits, Exchange exchange, List<Rule> rules, int rank, String id) {
        this.limits = limits;
        this.exchange = exchange;
        this.rules = rules;
        this.rank = rank;
        this.id = id;
    }

    // ---- before the rest of the chain

    /** Counts what has to be counted, and takes it. */
    Future<Held> admit() {
        if (rules.stream().noneMatch(r -> r.dimension().ofTokens())) {
            return begin();
        }
        if (exchange.body().length() <= Counter.LARGE) {
            counted(limits.counter().of(exchange));
            return begin();
        }
        Promise<Counter.Count> aside = Promise.promise();
        Thread.ofVirtual().name("headgate-counting").start(() -> {
            try {
                Counter.Count count = limits.counter().of(exchange);
                onLoop(() -> aside.complete(count));
            } catch (RuntimeException e) {
                onLoop(() -> aside.fail(e));
            }
        });
        return aside.future().compose(count -> {
            counted(count);
            return begin();
        });
    }

    private void counted(Counter.Count count) {
        input = count;
        counted = true;
        if (exchange.operation() != Operation.CHAT && exchange.operation() != Operation.COMPLETION) {
            return; // what is not generated has no tokens of its own
        }
        OptionalLong asked = exchange.outputCeiling();
        unlimited = asked.isEmpty();
        output = asked.orElseGet(() -> limits.outputs().of(exchange.model()));
    }

    private Future<Held> begin() {
        if (limits.line().ahead(rules, rank)) {
            look();
        } else {
            ask();
        }
        return admitted.future();
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
                    java.util.OptionalInt.of(busiest),
                    java.util.Optional.of(Duration.ZERO),
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
        Instant now = limits.now();
        var claims = new ArrayList<Claim>(rules.size());
        for (Rule rule : rules) {
            Limit limit = rule.at(now);
            if (rule.scope() == Scope.GATEWAY && rule.dimension() == Dimension.CONCURRENT) {
                limit = limits.shares().of(limit, exchange.principal(), rank);
            }
            claims.add(new Claim(limit, claimed(rule)));
        }
        var asked = new Hold(id, claims, LEASE);
        hold = asked;
        return limits.store().hold(asked);
    }

    private long claimed(Rule rule) {
        long close = amount(rule.dimension(), input.tokens(), output * exchange.choices());
        return rule.dimension().ofTokens() && rule.near(close)
                ? amount(rule.dimension(), input.exact() ? input.tokens() : input.most(), output * exchange.choices())
                : close;
    }

    private long amount(Dimension dimension, long in, long out) {
        long amount = switch (dimension) {
            case REQUESTS, CONCURRENT -> 1;
            case INPUT -> in;
            case OUTPUT -> out;
            case TOKENS -> limits.weighted(exchange.model(), in + out);
        };
        return Math.clamp(amount, 0, Limit.MAX_AMOUNT);
    }

    Rule refusedBy(Held held) {
        return rules.get(held.refusedBy().orElseThrow());
    }

    private void turnedAway(Held held) {
        if (!clamped && limits.clamps() && refusedBy(held).dimension().ofTokens() && clamp(held)) {
            ask();
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

    /** Lowers the answer's limit to what is left, when that is worth an answer. */
    private boolean clamp(Held held) {
        long room = output;
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            long left = held.left().get(i).remaining();
            long its = switch (rule.dimension()) {
                case TOKENS -> limits.unweighted(exchange.model(), left) - input.most();
                case OUTPUT -> left;
                default -> Long.MAX_VALUE;
            };
            room = Math.min(room, its / exchange.choices());
        }
        clamped = true;
        if (room < LEAST_OUTPUT || room >= output) {
            return false;
        }
        output = room;
        return true;
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
        for (int i = 0; i < rules.size(); i++) {
            rules.get(i).remaining(held.left().get(i).remaining());
        }
        onLoop(() -> {
            if (clamped || (unlimited && limits.setsOutput() && output > 0)) {
                Body body = exchange.body();
                exchange.body(Members.limited(body, output, newer(exchange.model())));
            }
            exchange.answerHeaders(RateHeaders.of(rules, held));
            admitted.tryComplete(held);
        });
    }

    /** Those that know no {@code max_tokens} any more. */
    private static boolean newer(String model) {
        String bare = model.substring(model.lastIndexOf('/') + 1);
        return bare.startsWith("gpt-5") || Encodings.reasoning(bare);
    }

    void refused(Held held) {
        Rule by = refusedBy(held);
        limits.refused(by);
        onLoop(() -> {
            exchange.answerHeaders(RateHeaders.of(rules, held));
            exchange.note(
                    "limit",
                    by.scope().name().toLowerCase(java.util.Locale.ROOT) + "-"
                            + by.dimension().name().toLowerCase(java.util.Locale.ROOT));
            admitted.tryFail(Refusals.by(by, claimed(by), held));
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
        return counted ? answer.watching(response) : response;
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
            return;
        }
        limits.ended(made, exchange.principal());
        var spent = counted
                ? new Bill(limits, exchange, input, output, answer).of(outcome)
                : Bill.Spent.NOTHING; // tokens are not limited
        long[] amounts = new long[rules.size()];
        for (int i = 0; i < amounts.length; i++) {
            amounts[i] = amount(rules.get(i).dimension(), spent.input(), spent.output());
        }
        limits.store().settle(made, amounts).onComplete(done -> limits.line().freed(rules));
    }
}
