package dev.headgate.dispatch;

import dev.headgate.api.Attempt;
import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import dev.headgate.api.Usage;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.Translation;
import dev.headgate.dialect.Translator;
import dev.headgate.route.Limits;
import dev.headgate.upstream.Admission;
import dev.headgate.upstream.AttemptRequest;
import dev.headgate.upstream.Engine;
import dev.headgate.upstream.UpstreamAnswer;
import dev.headgate.upstream.UpstreamAttempt;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One attempt of an exchange at one of its legs, under way. Confined to the exchange's event loop. */
final class Try {
    private final ExchangeState exchange;
    private final Leg leg;
    private final boolean pretended;
    private final long begun;
    private final List<String> dropped;
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
        Optional<Translation> translation = leg.upstream().translation(leg.model(), exchange.operation());
        Optional<Translator> translator = Optional.empty();
        Body body = exchange.body();
        if (translation.isEmpty() || translation.get().sameShape()) {
            boolean askUsage = exchange.streaming()
                    && !exchange.head().includeUsage()
                    && leg.upstream().provider().streamUsage();
            boolean completionTokens = exchange.head().maxTokensAt().present()
                    && leg.upstream().provider().completionTokens(leg.model());
            body = exchange.head().forUpstream(body, leg.model(), askUsage, completionTokens);
        }
        if (translation.isPresent()) {
            Translator own = translator(translation.get(), body);
            Translator.Request translated = own.request();
            translator = Optional.of(own);
            body = translated.body();
            this.dropped = translated.dropped();
        } else {
            this.dropped = List.of();
        }
        this.attempt = leg.upstream()
                .attempt(
                        exchange.loop(),
                        new AttemptRequest(
                                exchange.wireFormat(),
                                exchange.operation(),
                                leg.model(),
                                body,
                                exchange.streaming(),
                                exchange.head().choices(),
                                exchange.head().includeUsage(),
                                exchange.head().base64(),
                                exchange.forwarded(leg.upstream().provider()),
                                limits,
                                Duration.ofNanos(Math.max(1, deadline - begun)),
                                translator,
                                detour),
                        leave,
                        leg.load());
    }

    private Translator translator(Translation translation, Body body) {
        return translation.translator(new Asked(
                exchange.operation(),
                body,
                leg.model(),
                exchange.streaming(),
                exchange.head().includeUsage(),
                exchange.loop().clock().now().getEpochSecond(),
                exchange.snapshot()
                        .keepsakes()
                        .of(exchange.principal().team(), exchange.principal().key())));
    }

    /** What of the request could not be put into the upstream's wire format. */
    List<String> dropped() {
        return dropped;
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
