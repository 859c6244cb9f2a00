package dev.headgate.dispatch;

import dev.headgate.api.Attempt;
import dev.headgate.api.Failure;
import dev.headgate.api.Usage;
import dev.headgate.route.Limits;
import dev.headgate.upstream.Admission;
import dev.headgate.upstream.AttemptRequest;
import dev.headgate.upstream.Engine;
import dev.headgate.upstream.UpstreamAnswer;
import dev.headgate.upstream.UpstreamAttempt;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** One attempt of an exchange at one of its legs, under way. Confined to the exchange's event loop. */
final class Try {
    private final ExchangeState exchange;
    private final Leg leg;
    private final boolean pretended;
    private final long begun;
    private final UpstreamAttempt attempt;

    /**
     * @param deadline of the exchange, in the loop's nanoseconds
     * @param detour carries the request in place of the upstream's own engine
     */
    Try(ExchangeState exchange, Leg leg, Admission leave, Limits limits, long deadline, Optional<Engine> detour) {
        this.exchange = exchange;
        this.leg = leg;
        this.pretended = detour.isPresent();
        this.begun = exchange.loop().clock().nanos();
        boolean askUsage = exchange.streaming()
                && !exchange.head().includeUsage()
                && leg.upstream().provider().streamUsage();
        this.attempt = leg.upstream()
                .attempt(
                        exchange.loop(),
                        new AttemptRequest(
                                exchange.wireFormat(),
                                exchange.operation(),
                                leg.model(),
                                exchange.head().forUpstream(exchange.body(), leg.model(), askUsage),
                                exchange.streaming(),
                                exchange.head().choices(),
                                exchange.head().includeUsage(),
                                exchange.forwarded().entries(),
                                limits,
                                Duration.ofNanos(Math.max(1, deadline - begun)),
                                detour),
                        leave,
                        leg.load());
    }

    Leg leg() {
        return leg;
    }

    /** Whether a drill makes it fail, so that it says nothing about the upstream. */
    boolean pretended() {
        return pretended;
    }

    /** Since it began, in nanoseconds. */
    long elapsed() {
        return exchange.loop().clock().nanos() - begun;
    }

    Future<UpstreamAnswer> outcome() {
        return attempt.outcome();
    }

    void cancel() {
        attempt.cancel();
    }

    void outrun() {
        attempt.outrun();
    }

    /** What the trail says of it once it has failed. */
    Attempt failed(Failure why) {
        return ended(Optional.of(why.kind()), attempt.usage());
    }

    /** What the trail says of it once it has ended. */
    Attempt ended(Optional<Failure.Kind> failure, Usage usage) {
        return new Attempt(
                leg.target().upstream(), leg.model(), attempt.status(), failure, Duration.ofNanos(elapsed()), usage);
    }
}
