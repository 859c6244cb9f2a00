package dev.headgate.dispatch;

import dev.headgate.api.Exchange;
import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.api.Filter;
import dev.headgate.api.GatewayResponse;
import dev.headgate.upstream.health.Breaker;
import dev.headgate.upstream.health.BreakerLimits;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * A filter held to its contract, with the rest of the chain behind it. One that keeps failing is benched: for a while
 * nobody calls it, and its failure policy decides for it. Shared between event loops.
 */
final class GuardedFilter {
    /** Time on the event loop beyond which a filter that is not declared as blocking has failed. */
    static final Duration LONGEST_ON_LOOP = Duration.ofMillis(50);

    private static final BreakerLimits LIMITS =
            new BreakerLimits(true, 50, 5, 10, 100, Duration.ofHours(1), Duration.ofSeconds(5), Duration.ofMinutes(1));

    private final Filter filter;
    private final Contract contract;
    private final Filter.Chain rest;
    private final Observer observer;
    private final Breaker breaker = new Breaker(LIMITS, 0);

    GuardedFilter(Installed installed, Filter.Chain rest, Observer observer) {
        this.filter = installed.filter();
        this.contract = installed.contract();
        this.rest = rest;
        this.observer = observer;
    }

    Future<GatewayResponse> proceed(Exchange e) {
        var exchange = (ExchangeState) e;
        long era = breaker.acquire(exchange.loop().clock().nanos());
        if (era == Breaker.REFUSED) {
            observer.filtered(contract.name(), FilterOutcome.BENCHED, 0);
            return contract.skip() ? rest.proceed(e) : failed();
        }
        return new FilterRun(this, exchange, era).start();
    }

    Filter filter() {
        return filter;
    }

    Contract contract() {
        return contract;
    }

    Filter.Chain rest() {
        return rest;
    }

    /** What the caller is told; the log says more. */
    static Future<GatewayResponse> failed() {
        return Future.failedFuture(
                Failure.of(Kind.INTERNAL, "A filter of the gateway failed.").exception());
    }

    void kept(long era, long ownNanos, long now) {
        breaker.succeeded(era, 0, now);
        observer.filtered(contract.name(), FilterOutcome.KEPT, ownNanos);
    }

    void broken(long era, FilterOutcome how, long ownNanos, long now) {
        breaker.failed(era, now);
        observer.filtered(contract.name(), how, ownNanos);
    }
}
