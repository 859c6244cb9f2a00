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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A filter held to its contract, with the rest of the chain behind it. One that keeps failing is benched: for a while
 * nobody calls it, and its failure policy decides for it. Shared between event loops.
 */
final class GuardedFilter {
    /** Time on the event loop beyond which a filter that is not declared as blocking has failed. */
    static final Duration LONGEST_ON_LOOP = Duration.ofMillis(50);

    private static final Duration LONGEST_COLD = Duration.ofSeconds(1);
    private static final int COLD = 6;
    private static final int TRIALS = 3;
    /** A busy machine, too, keeps a filter from ending its call; it does so now and then, and a blocker again soon. */
    private static final int FORGIVEN_AFTER = 1_000;

    private static final int SAMPLED = 256;
    private static final Logger LOG = LoggerFactory.getLogger(GuardedFilter.class);
    private static final BreakerLimits LIMITS =
            new BreakerLimits(true, 50, 5, 10, 100, Duration.ofHours(1), Duration.ofSeconds(5), Duration.ofMinutes(1));

    private final Filter filter;
    private final Contract contract;
    private final Filter.Chain rest;
    private final Observer.FilterCalls calls;
    private final Breaker breaker = new Breaker(LIMITS, 0);
    /** About how many there were; loops do not agree on it, and need not. */
    private int begun;

    private volatile boolean benched;
    private volatile Place place;
    private int trials;
    private int quick;
    private int firstLong = -FORGIVEN_AFTER;
    private long firstLongEnded;

    /** Where it is called. */
    private enum Place {
        /** On threads of its own until some calls have shown that it does not block. */
        ON_TRIAL,
        ON_LOOP,
        /** On threads of its own, because it says that it blocks or was found to. */
        APART
    }

    GuardedFilter(Installed installed, Filter.Chain rest, Observer observer) {
        this.filter = installed.filter();
        this.contract = installed.contract();
        this.rest = rest;
        this.calls = observer.filter(contract.name());
        this.place = contract.blocking() ? Place.APART : Place.ON_TRIAL;
    }

    Future<GatewayResponse> proceed(Exchange e) {
        var exchange = (ExchangeState) e;
        long now = exchange.loop().clock().nanos();
        long era = breaker.acquire(now);
        if (era == Breaker.REFUSED) {
            calls.called(FilterOutcome.BENCHED, 0, 0);
            if (!benched) {
                benched = true;
                LOG.warn("filter {} keeps failing and is not called for a while", contract.name());
            }
            return contract.skip() ? rest.proceed(e) : failed();
        }
        return new FilterRun(this, exchange, era, now).start();
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

    /** Whether the processor time of the next call is to be taken; asking the system for it is not free. */
    boolean sampled() {
        begun = begun == Integer.MAX_VALUE ? FORGIVEN_AFTER : begun + 1;
        return begun % SAMPLED == 1;
    }

    /** Whether it is called on a thread of its own now. */
    boolean apart() {
        return place != Place.ON_LOOP;
    }

    /**
     * It has kept a thread of its own for so long before it let go. Its very first call may have loaded its classes.
     *
     * @param now what the clock says
     */
    synchronized void tried(long nanos, long now) {
        if (place != Place.ON_TRIAL) {
            return;
        }
        trials++;
        if (nanos <= LONGEST_ON_LOOP.toNanos()) {
            quick++;
            place = quick == TRIALS ? Place.ON_LOOP : place;
        } else if (trials > 1 && blocks(nanos, now)) {
            calls.called(FilterOutcome.BLOCKED, 0, 0);
        }
    }

    /**
     * It has kept a thread for too long. The second time, unless that is long after the first, it is found to block: from
     * now on it does so on threads of its own. Two calls at the same time may have been kept by the same thing.
     */
    synchronized boolean blocks(long nanos, long now) {
        if (begun - firstLong >= FORGIVEN_AFTER || now - nanos - firstLongEnded < 0) {
            firstLong = begun;
            firstLongEnded = now;
            LOG.warn("filter {} took {} ms without letting go of its thread", contract.name(), nanos / 1_000_000);
            return false;
        }
        place = Place.APART;
        LOG.error(
                "filter {} blocked for {} ms, and is called on threads of its own from now on; declare it as blocking",
                contract.name(),
                nanos / 1_000_000);
        return true;
    }

    /**
     * How long it may hold the loop now. Its first calls load its classes and run in the interpreter, which is not what
     * it will be like.
     */
    long longestOnLoop() {
        return (begun <= COLD ? LONGEST_COLD : LONGEST_ON_LOOP).toNanos();
    }

    void kept(long era, long ownNanos, long cpuNanos, long now) {
        breaker.succeeded(era, 0, now);
        calls.called(FilterOutcome.KEPT, ownNanos, cpuNanos * SAMPLED);
        if (benched) {
            benched = false;
            LOG.info("filter {} works again", contract.name());
        }
    }

    /** The caller left while it was called; if that was the trial of a benched one, the next call is. */
    void abandoned(long era, long ownNanos, long cpuNanos) {
        breaker.released(era);
        calls.called(FilterOutcome.ABANDONED, ownNanos, cpuNanos * SAMPLED);
    }

    void broken(long era, FilterOutcome how, long ownNanos, long cpuNanos, long now) {
        breaker.failed(era, now);
        calls.called(how, ownNanos, cpuNanos * SAMPLED);
    }
}
