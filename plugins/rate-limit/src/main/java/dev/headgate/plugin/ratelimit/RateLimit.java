package dev.headgate.plugin.ratelimit;

import dev.headgate.api.Exchange;
import dev.headgate.api.Filter;
import dev.headgate.api.FilterContext;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.Principal;
import dev.headgate.api.StateStore;
import dev.headgate.api.Tally;
import dev.headgate.api.quota.Hold;
import dev.headgate.api.quota.Left;
import dev.headgate.api.quota.Limit;
import dev.headgate.api.quota.Metered;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Holds what a request may come to before it goes on, and settles what it came to when it has ended. */
final class RateLimit implements Filter, Metered {
    private static final long RENEWAL_SECONDS = 40;

    private final Rules rules;
    private final StateStore store;
    private final InstantSource clock;
    private final Counter counter = new Counter();
    private final Outputs outputs;
    private final Patterns<Double> weights;
    private final Shares shares;
    private final Line line;
    private final boolean clamps;
    private final boolean setsOutput;
    private final long patience;
    private final Tally refusals;
    private final Tally counted;
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("headgate-rate-limit").factory());
    private final Map<String, Hold> open = new ConcurrentHashMap<>();
    private final AtomicBoolean renewing = new AtomicBoolean();
    private final String prefix =
            Long.toHexString(ThreadLocalRandom.current().nextLong()) + "-" + Long.toHexString(System.nanoTime()) + "-";
    private final AtomicLong number = new AtomicLong();

    RateLimit(RateLimitFactory.Settings settings, FilterContext context) {
        this.clock = context.clock();
        this.rules = new Rules(settings, context.quotas(), clock);
        this.store = context.state();
        this.outputs = new Outputs(settings.outputs(), settings.defaultOutput());
        this.weights = new Patterns<>(settings.weights());
        this.shares = new Shares(settings);
        this.line = new Line(settings.queueLength(), timers);
        this.clamps = settings.clamp();
        this.setsOutput = settings.setOutput();
        this.patience = settings.queue().toMillis();
        this.refusals = context.tally("refused", "Requests that a limit refused.", "scope", "dimension");
        this.counted = context.tally("counted_here", "Answers whose usage was missing or could not be believed.");
    }

    @Override
    public Future<GatewayResponse> apply(Exchange exchange, Chain next) {
        List<Rule> met = rules.of(exchange.principal(), exchange.model());
        if (met.isEmpty()) {
            return next.proceed(exchange);
        }
        var admission = new Admission(
                this, exchange, met, shares.rank(exchange.principal()), prefix + number.incrementAndGet());
        exchange.atEnd(admission::ended);
        return admission.admit().compose(held -> next.proceed(exchange)).map(admission::answered);
    }

    @Override
    public Future<List<Standing>> standing(Principal caller) {
        Instant now = clock.instant();
        List<Rule> met = rules.of(caller);
        List<Limit> limits = met.stream().map(r -> r.at(now)).toList();
        return store.look(limits).map(left -> {
            var all = new ArrayList<Standing>(met.size());
            for (int i = 0; i < met.size(); i++) {
                all.add(standing(met.get(i), left.get(i)));
            }
            return List.copyOf(all);
        });
    }

    private static Standing standing(Rule rule, Left left) {
        return new Standing(
                rule.scope().words(), rule.name(), rule.dimension().words(), rule.period(), rule.capacity(), left);
    }

    @Override
    public void close() {
        timers.shutdownNow();
    }

    // ---- for admissions

    void begun(Hold hold, Principal caller) {
        open.put(hold.id(), hold);
        shares.begun(caller);
        if (renewing.compareAndSet(false, true)) {
            var _ = timers.scheduleWithFixedDelay(
                    () -> open.values().forEach(store::renew), RENEWAL_SECONDS, RENEWAL_SECONDS, TimeUnit.SECONDS);
        }
    }

    void ended(Hold hold, Principal caller) {
        open.remove(hold.id());
        shares.ended(caller);
    }

    void refused(Rule by) {
        refusals.add(1, by.scope().words(), by.dimension().words());
    }

    void countedHere() {
        counted.add(1);
    }

    Instant now() {
        return clock.instant();
    }

    StateStore store() {
        return store;
    }

    Counter counter() {
        return counter;
    }

    Outputs outputs() {
        return outputs;
    }

    Shares shares() {
        return shares;
    }

    Line line() {
        return line;
    }

    boolean clamps() {
        return clamps;
    }

    boolean setsOutput() {
        return setsOutput;
    }

    /** How many milliseconds a request may wait. */
    long patience() {
        return patience;
    }

    /** What tokens of this model count as. */
    long weighted(String model, long tokens) {
        return weights.of(model).map(w -> (long) Math.ceil(tokens * w)).orElse(tokens);
    }

    /** How many tokens of this model count as so much. */
    long unweighted(String model, long amount) {
        return weights.of(model).map(w -> (long) Math.floor(amount / w)).orElse(amount);
    }
}
