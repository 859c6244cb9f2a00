package dev.headgate.dispatch;

import dev.headgate.api.Exchange;
import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.api.GatewayException;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.Headers;
import dev.headgate.api.Usage;
import dev.headgate.dialect.UnknownModel;
import dev.headgate.provider.Refusal;
import dev.headgate.route.Fallback;
import dev.headgate.route.Limits;
import dev.headgate.upstream.Admission;
import dev.headgate.upstream.Engine;
import dev.headgate.upstream.UpstreamAnswer;
import dev.headgate.upstream.drill.Drill;
import dev.headgate.upstream.drill.DrillEngine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop over an exchange's targets until one has answered. Trying again is over with the first content of an answer:
 * what happens to a stream afterwards is the stream's own affair. Confined to the exchange's event loop.
 */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final ExchangeState exchange;
    private final Legs all;
    private final Limits limits;
    private final long deadline;
    private final Promise<GatewayResponse> response = Promise.promise();
    private final List<Try> running = new ArrayList<>(1);
    private final Set<Fallback.Cause> answered = EnumSet.noneOf(Fallback.Cause.class);
    private List<Leg> legs;
    private int at;
    private int triesHere;
    private @Nullable Failure failure;
    private Runnable stopWaiting = () -> {};
    private Runnable stopHedging = () -> {};

    private Dispatcher(ExchangeState exchange, Legs all, List<Leg> legs) {
        this.exchange = exchange;
        this.all = all;
        this.legs = legs;
        this.limits = all.route().limits();
        this.deadline = exchange.deadline(limits.total());
    }

    /** Finds the route and tries its targets. Fails with a {@link GatewayException}. */
    static Future<GatewayResponse> dispatch(Exchange e) {
        var exchange = (ExchangeState) e;
        Snapshot snapshot = exchange.snapshot();
        String model = exchange.model();
        Optional<Legs> found = Legs.find(snapshot, exchange.caller(), model, exchange.operation());
        if (found.isEmpty()) {
            return Future.failedFuture(UnknownModel.failure(model).exception());
        }
        Legs all = found.get();
        exchange.routed(all.route().name());
        List<Leg> legs = all.of(all.route()
                .order(
                        model,
                        Binding.of(exchange, all.route().affinity()),
                        snapshot.standings(exchange.loop().clock().nanos()),
                        ThreadLocalRandom.current()));
        if (legs.isEmpty()) {
            return Future.failedFuture(all.none().exception());
        }
        if (exchange.gone()) {
            return Future.failedFuture(callerGone());
        }
        var dispatcher = new Dispatcher(exchange, all, legs);
        exchange.whenGone(dispatcher::abandon);
        dispatcher.run();
        return dispatcher.response.future();
    }

    static GatewayException callerGone() {
        return Failure.of(Kind.CLIENT_GONE, "The caller has gone.").exception();
    }

    private void run() {
        Snapshot snapshot = exchange.snapshot();
        from(0);
        if (exchange.streaming()) {
            snapshot.hedging(all.route()).ifPresent(this::hedge);
        }
        all.route()
                .shadow()
                .filter(s -> ThreadLocalRandom.current().nextDouble() < s.share())
                .flatMap(s -> all.leg(s.target()))
                .ifPresent(leg -> snapshot.shadowing().copy(exchange, leg, all));
    }

    private void abandon() {
        stopWaiting.run();
        stopHedging.run();
        List.copyOf(running).forEach(Try::cancel);
        response.tryFail(callerGone());
    }

    private long now() {
        return exchange.loop().clock().nanos();
    }

    // ---- one attempt after the other

    /** Asks the first leg from this one on that may be asked; when there is none, the exchange has failed. */
    private void from(int first) {
        long now = now();
        if (now - deadline >= 0) {
            fail(failure == null ? late() : failure);
            return;
        }
        for (int i = first; i < legs.size(); i++) {
            Optional<Start> start = start(legs.get(i), now, true);
            if (start.isPresent()) {
                begin(i, start.get());
                return;
            }
        }
        fail(failure == null ? Unavailable.failure(legs, now) : failure);
    }

    /** Leave for an attempt, and what carries it when a drill wants it to fail. */
    private record Start(Admission leave, Optional<Engine> detour) {}

    private Optional<Start> start(Leg leg, long now, boolean lastResort) {
        Optional<Drill> drill = exchange.snapshot()
                .drills()
                .striking(
                        exchange.principal().key(),
                        exchange.model(),
                        leg.target().upstream(),
                        leg.equals(legs.getFirst()) && answered.isEmpty(),
                        now,
                        ThreadLocalRandom.current());
        return drill.isPresent()
                ? Optional.of(new Start(leg.upstream().pretend(), drill.map(d -> detour(leg, d))))
                : leg.admit(now, lastResort).map(leave -> new Start(leave, Optional.empty()));
    }

    private Engine detour(Leg leg, Drill drill) {
        Failure said = Failure.of(Kind.UPSTREAM_FAILED, "The drill " + drill.id() + " makes this upstream fail.");
        return new DrillEngine(
                leg.upstream().engine(),
                drill.fault(),
                exchange.wireFormat().renderError(said).array());
    }

    /** The first try at a leg. */
    private void begin(int index, Start start) {
        at = index;
        triesHere = 0;
        legs.get(index).upstream().retries().firstTry(now());
        begin(legs.get(index), start);
    }

    private void begin(Leg leg, Start start) {
        triesHere++;
        try {
            var begun = new Try(exchange, leg, start.leave(), limits, deadline, start.detour());
            running.add(begun);
            exchange.trying(leg.target().upstream());
            begun.outcome().onComplete(o -> {
                running.remove(begun);
                if (o.succeeded()) {
                    answered(begun, o.result());
                } else {
                    failed(begun, ((GatewayException) o.cause()).failure());
                }
            });
        } catch (GatewayException e) {
            // The request cannot be put into this upstream's words; another target may take it as it is.
            start.leave().unused();
            if (failure == null) {
                failure = e.failure();
            }
            if (running.isEmpty()) {
                from(at + 1);
            }
        } catch (RuntimeException e) {
            LOG.error("exchange {}: an attempt could not be made", exchange.id(), e);
            start.leave().unused();
            fail(Failure.of(Kind.INTERNAL, "The gateway failed."));
        }
    }

    /** Sets another target against the attempt under way, should it be late. */
    private void hedge(Hedging hedging) {
        OptionalLong wait = hedging.begin();
        if (wait.isEmpty() || running.isEmpty()) {
            return;
        }
        Try first = running.getFirst();
        java.util.concurrent.Future<?> timer = exchange.loop().after(wait.getAsLong(), () -> {
            if (running.size() == 1 && running.getFirst() == first) {
                race(hedging);
            }
        });
        stopHedging = () -> timer.cancel(false);
    }

    private void race(Hedging hedging) {
        long now = now();
        for (int i = at + 1; i < legs.size(); i++) {
            boolean well =
                    legs.get(i).upstream().standing(legs.get(i).model(), now).usable(false);
            if (well) {
                Optional<Start> start = hedging.take() ? start(legs.get(i), now, false) : Optional.empty();
                int index = i;
                start.ifPresent(s -> begin(index, s));
                return;
            }
        }
    }

    private void failed(Try ended, Failure why) {
        exchange.tried(ended.failed(why));
        if (why.kind() == Kind.OUTRUN || response.future().isComplete()) {
            return;
        }
        failure = why;
        if (running.isEmpty()) {
            next(ended, why);
        }
    }

    private void next(Try ended, Failure why) {
        Leg leg = ended.leg();
        switch (Retry.after(why.kind())) {
            case SAME_TARGET -> again(leg, why, true);
            case ANOTHER_CREDENTIAL_OR_WAIT -> {
                if (ended.pretended() || !anotherCredential(leg)) {
                    again(leg, why, false);
                }
            }
            case ANOTHER_CREDENTIAL -> {
                if (ended.pretended() || !anotherCredential(leg)) {
                    from(at + 1);
                }
            }
            case NEXT_TARGET -> from(at + 1);
            case GIVE_UP -> fail(why);
        }
    }

    /** One that is well; the one that has just failed no longer is. */
    private boolean anotherCredential(Leg leg) {
        long now = now();
        Optional<Start> start = now - deadline < 0 ? start(leg, now, false) : Optional.empty();
        start.ifPresent(s -> begin(leg, s));
        return start.isPresent();
    }

    /**
     * The same target after a pause, if it may be asked again and the pause fits; else the next at once.
     *
     * @param unasked whether a pause is worth it that the upstream has not asked for
     */
    private void again(Leg leg, Failure why, boolean unasked) {
        long now = now();
        Duration pause = Retry.pause(limits, triesHere, why.retryAfter());
        boolean fits = pause.toNanos() < deadline - now
                && why.retryAfter()
                        .filter(asked -> asked.compareTo(limits.maxWait()) > 0)
                        .isEmpty();
        boolean worth = unasked || why.retryAfter().isPresent() || at + 1 == legs.size();
        if (triesHere >= limits.attempts()
                || !fits
                || !worth
                || !leg.upstream().retries().tryRetry(now)) {
            from(at + 1);
            return;
        }
        java.util.concurrent.Future<?> timer = exchange.loop().after(pause.toNanos(), () -> {
            Optional<Start> start = start(leg, now(), true);
            if (start.isPresent()) {
                begin(leg, start.get());
            } else {
                from(at + 1);
            }
        });
        stopWaiting = () -> timer.cancel(false);
    }

    // ---- the end

    private void answered(Try ended, UpstreamAnswer answer) {
        switch (answer) {
            case UpstreamAnswer.Whole w -> {
                exchange.tried(ended.ended(w.rejection().map(Failure::kind), w.usage()));
                if (w.rejection().isEmpty() || !elsewhere(w.rejection().get())) {
                    outrun();
                    exchange.dropped(ended.dropped());
                    w.rejection().ifPresent(exchange::failed);
                    exchange.answered(w.usage());
                    response.tryComplete(
                            new GatewayResponse.Buffered(w.status(), headers(w.contentType(), ended), w.body()));
                }
            }
            case UpstreamAnswer.Streamed s -> {
                outrun();
                exchange.snapshot().hedging(all.route()).ifPresent(h -> h.began(ended.elapsed()));
                exchange.tried(ended.ended(Optional.empty(), Usage.NONE));
                exchange.trying(ended.leg().target().upstream());
                exchange.dropped(ended.dropped());
                exchange.answered(s.events());
                response.tryComplete(
                        new GatewayResponse.Streaming(s.status(), headers(s.contentType(), ended), s.events()));
            }
        }
    }

    /** Those of the answer itself: filters further out may keep them with it. */
    private static Headers headers(String contentType, Try ended) {
        Headers type = Headers.of("content-type", contentType);
        return ended.dropped().isEmpty() ? type : type.with("x-headgate-dropped", String.join(", ", ended.dropped()));
    }

    /** Whether a request that was refused goes to another model that the route has for such a case. */
    private boolean elsewhere(Failure refused) {
        Optional<Fallback.Cause> cause = Refusal.of(refused).map(Dispatcher::cause);
        if (cause.isEmpty() || !running.isEmpty() || !answered.add(cause.get())) {
            return false;
        }
        long now = now();
        List<Leg> others = all.of(all.route().fallbacks(cause.get()));
        for (int i = 0; i < others.size() && now - deadline < 0; i++) {
            Optional<Start> start = start(others.get(i), now, true);
            if (start.isPresent()) {
                legs = others;
                begin(i, start.get());
                return true;
            }
        }
        return false;
    }

    private static Fallback.Cause cause(Refusal refusal) {
        return switch (refusal) {
            case CONTEXT_WINDOW -> Fallback.Cause.CONTEXT_WINDOW;
            case CONTENT_FILTER -> Fallback.Cause.CONTENT_FILTER;
        };
    }

    /** Gives up whatever else is still on its way. */
    private void outrun() {
        stopHedging.run();
        List.copyOf(running).forEach(Try::outrun);
    }

    private static Failure late() {
        return Failure.of(Kind.UPSTREAM_TIMEOUT, "The time limit for the request has passed.");
    }

    private void fail(Failure why) {
        stopHedging.run();
        response.tryFail(why.exception());
    }
}
