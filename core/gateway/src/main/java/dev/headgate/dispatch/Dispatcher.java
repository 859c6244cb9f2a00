package dev.headgate.dispatch;

import dev.headgate.api.Attempt;
import dev.headgate.api.Body;
import dev.headgate.api.Exchange;
import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.api.GatewayException;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.Headers;
import dev.headgate.dialect.UnknownModel;
import dev.headgate.identity.AllowList;
import dev.headgate.route.Limits;
import dev.headgate.route.Route;
import dev.headgate.route.Target;
import dev.headgate.upstream.AttemptRequest;
import dev.headgate.upstream.Upstream;
import dev.headgate.upstream.UpstreamAnswer;
import dev.headgate.upstream.UpstreamAttempt;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop over an exchange's targets until one has answered. Trying again is over with the first content of an answer:
 * what happens to a stream afterwards is the stream's own affair.
 */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final ExchangeState exchange;
    private final Limits limits;
    private final List<Target> targets;
    private final long deadline;
    private final Promise<GatewayResponse> response = Promise.promise();
    private long now;
    private int next;
    private int triesHere;

    private Dispatcher(ExchangeState exchange, Limits limits, List<Target> targets) {
        this.exchange = exchange;
        this.limits = limits;
        this.targets = targets;
        this.now = exchange.loop().clock().nanos();
        this.deadline = now + limits.total().toNanos();
    }

    /** Finds the route and tries its targets. Fails with a {@link GatewayException}. */
    static Future<GatewayResponse> dispatch(Exchange e) {
        var exchange = (ExchangeState) e;
        String model = exchange.model();
        AllowList allowed = exchange.caller().team().models();
        Optional<Route> found = exchange.snapshot().routes().find(model);
        if (found.isEmpty() || !allowed.mayName(model)) {
            return Future.failedFuture(UnknownModel.failure(model).exception());
        }
        Route route = found.get();
        exchange.routed(route.name());
        var targets = new ArrayList<Target>();
        boolean reachable = false;
        for (Target t : route.order(model, ThreadLocalRandom.current())) {
            Upstream upstream = exchange.snapshot().upstreams().get(t.upstream());
            if (allowed.mayReach(model, t.upstream(), t.model())) {
                reachable = true;
                if (upstream != null && upstream.provider().supports(exchange.operation())) {
                    targets.add(t);
                }
            }
        }
        if (!reachable) {
            return Future.failedFuture(UnknownModel.failure(model).exception());
        }
        if (targets.isEmpty()) {
            return Future.failedFuture(Failure.of(Kind.NO_TARGET, "No upstream is available for this model.")
                    .exception());
        }
        if (exchange.gone()) {
            return Future.failedFuture(callerGone());
        }
        var dispatcher = new Dispatcher(exchange, route.limits(), targets);
        dispatcher.attempt();
        return dispatcher.response.future();
    }

    private static GatewayException callerGone() {
        return Failure.of(Kind.CLIENT_GONE, "The caller has gone.").exception();
    }

    private void attempt() {
        try {
            start();
        } catch (RuntimeException e) {
            LOG.error("exchange {}: an attempt could not be made", exchange.id(), e);
            response.tryFail(Failure.of(Kind.INTERNAL, "The gateway failed.").exception());
        }
    }

    private void start() {
        Target target = targets.get(next);
        Upstream upstream = exchange.snapshot().upstreams().get(target.upstream());
        if (upstream == null) {
            throw new IllegalStateException("a target without its upstream");
        }
        triesHere++;
        boolean askUsage = exchange.streaming()
                && !exchange.head().includeUsage()
                && upstream.provider().streamUsage();
        Body body = exchange.head().forUpstream(exchange.body(), target.model(), askUsage);
        long begun = now;
        UpstreamAttempt attempt = upstream.attempt(
                exchange.loop(),
                new AttemptRequest(
                        exchange.wireFormat(),
                        exchange.operation(),
                        target.model(),
                        body,
                        exchange.streaming(),
                        exchange.head().choices(),
                        exchange.head().includeUsage(),
                        exchange.forwardedHeaders(),
                        limits,
                        Duration.ofNanos(Math.max(1, deadline - begun))));
        exchange.trying(target.upstream(), attempt::cancel);
        attempt.outcome().onComplete(outcome -> {
            now = exchange.loop().clock().nanos();
            Duration elapsed = Duration.ofNanos(now - begun);
            if (outcome.succeeded()) {
                answered(target, outcome.result(), elapsed);
            } else {
                Failure failure = ((GatewayException) outcome.cause()).failure();
                exchange.tried(new Attempt(
                        target.upstream(), target.model(), attempt.status(), Optional.of(failure.kind()), elapsed));
                failed(failure);
            }
        });
    }

    private Duration remaining() {
        return Duration.ofNanos(Math.max(1, deadline - exchange.loop().clock().nanos()));
    }

    private void answered(Target target, UpstreamAnswer answer, Duration elapsed) {
        Optional<Failure.Kind> rejection =
                answer instanceof UpstreamAnswer.Whole w ? w.rejection().map(Failure::kind) : Optional.empty();
        exchange.tried(new Attempt(target.upstream(), target.model(), answer.status(), rejection, elapsed));
        switch (answer) {
            case UpstreamAnswer.Whole w -> {
                w.rejection().ifPresent(exchange::failed);
                exchange.answered(w.usage());
                response.complete(new GatewayResponse.Buffered(
                        w.status(), Headers.of("content-type", w.contentType()), w.body()));
            }
            case UpstreamAnswer.Streamed s -> {
                exchange.answered(s.events());
                response.complete(new GatewayResponse.Streaming(
                        s.status(), Headers.of("content-type", s.contentType()), s.events()));
            }
        }
    }

    private void failed(Failure failure) {
        if (exchange.gone()) {
            response.fail(failure.exception());
            return;
        }
        boolean more = next + 1 < targets.size();
        boolean again = triesHere < limits.attempts();
        switch (Retry.after(failure.kind())) {
            case SAME_TARGET -> {
                if (again) {
                    waitAndRetry(failure, Retry.backoff(limits, triesHere));
                } else {
                    nextTarget(failure, more);
                }
            }
            case SAME_TARGET_IF_LAST -> {
                Duration wait = failure.retryAfter().orElseGet(() -> Retry.backoff(limits, triesHere));
                if (!more && again && wait.compareTo(Retry.LONGEST_WAIT) <= 0) {
                    waitAndRetry(failure, wait);
                } else {
                    nextTarget(failure, more);
                }
            }
            case NEXT_TARGET -> nextTarget(failure, more);
            case GIVE_UP -> response.fail(failure.exception());
        }
    }

    private void waitAndRetry(Failure failure, Duration wait) {
        if (wait.compareTo(remaining()) >= 0) {
            response.fail(failure.exception());
            return;
        }
        long timer = exchange.loop().vertx().setTimer(Math.max(1, wait.toMillis()), t -> {
            now = exchange.loop().clock().nanos();
            attempt();
        });
        exchange.pausing(() -> {
            exchange.loop().vertx().cancelTimer(timer);
            response.tryFail(callerGone());
        });
    }

    private void nextTarget(Failure failure, boolean more) {
        if (!more || deadline - exchange.loop().clock().nanos() <= 0) {
            response.fail(failure.exception());
            return;
        }
        next++;
        triesHere = 0;
        attempt();
    }
}
