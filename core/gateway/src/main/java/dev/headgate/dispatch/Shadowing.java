package dev.headgate.dispatch;

import dev.headgate.api.Attempt;
import dev.headgate.api.Failure;
import dev.headgate.api.GatewayException;
import dev.headgate.api.Usage;
import dev.headgate.upstream.Admission;
import dev.headgate.upstream.AnswerStream;
import dev.headgate.upstream.UpstreamAnswer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of exchanges to a target whose answers are dropped. They run beside the exchange, which neither waits for them
 * nor fails by them; of those beyond a bound no copy is made. Safe to share between threads.
 */
final class Shadowing {
    private static final Logger LOG = LoggerFactory.getLogger(Shadowing.class);
    private static final int MOST_UNDER_WAY = 256;

    private final AtomicInteger underWay = new AtomicInteger();

    /** Sends a copy of the exchange to this leg. */
    void copy(ExchangeState exchange, Leg leg, Legs all) {
        Snapshot snapshot = exchange.snapshot();
        if (underWay.incrementAndGet() > MOST_UNDER_WAY || !snapshot.acquire()) {
            underWay.decrementAndGet();
            return;
        }
        long now = exchange.loop().clock().nanos();
        Optional<Admission> leave = leg.admit(now, false);
        if (leave.isEmpty()) {
            over(snapshot);
            return;
        }
        try {
            long deadline = now + all.route().limits().total().toNanos();
            var copy = new Try(exchange, leg, leave.get(), all.route().limits(), deadline, Optional.empty());
            copy.outcome().onComplete(o -> {
                if (o.failed()) {
                    ended(exchange, copy, Optional.of(((GatewayException) o.cause()).failure()), Usage.NONE);
                } else {
                    switch (o.result()) {
                        case UpstreamAnswer.Whole w -> ended(exchange, copy, w.rejection(), w.usage());
                        case UpstreamAnswer.Streamed s -> drain(exchange, copy, s.events());
                    }
                }
            });
        } catch (GatewayException e) {
            leave.get().unused(); // it cannot be put into that upstream's wire format
            over(snapshot);
        } catch (RuntimeException e) {
            LOG.error("exchange {}: a copy could not be sent", exchange.id(), e);
            leave.get().unused();
            over(snapshot);
        }
    }

    private void drain(ExchangeState exchange, Try copy, AnswerStream events) {
        events.handler(bytes -> {});
        events.endHandler(v -> ended(exchange, copy, Optional.empty(), events.usage()));
        events.exceptionHandler(
                e -> ended(exchange, copy, Optional.of(((GatewayException) e).failure()), events.usage()));
        events.resume();
    }

    private void ended(ExchangeState exchange, Try copy, Optional<Failure> failure, Usage usage) {
        Attempt attempt = copy.ended(failure.map(Failure::kind), usage);
        exchange.snapshot().observer().shadowed(exchange.route(), attempt);
        over(exchange.snapshot());
    }

    private void over(Snapshot snapshot) {
        underWay.decrementAndGet();
        snapshot.release();
    }
}
