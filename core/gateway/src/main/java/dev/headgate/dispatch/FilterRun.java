package dev.headgate.dispatch;

import dev.headgate.api.Body;
import dev.headgate.api.Exchange;
import dev.headgate.api.Filter;
import dev.headgate.api.GatewayException;
import dev.headgate.api.GatewayResponse;
import dev.headgate.upstream.Loop;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of a filter, from its beginning to whatever ends it. Only the filter's own time counts against its limit: not
 * that of the chain behind it. Whatever the filter still does after its end is ignored, and an answer it brings then is
 * given up. Confined to the exchange's event loop, wherever the filter itself runs.
 */
final class FilterRun implements Filter.Chain {
    private static final Logger LOG = LoggerFactory.getLogger(FilterRun.class);

    private enum Stage {
        BEFORE,
        /** Waiting for another exchange, before the rest of this one. */
        ASIDE,
        INSIDE,
        AFTER,
        OVER
    }

    private final GuardedFilter guarded;
    private final ExchangeState exchange;
    private final Loop loop;
    private final long era;
    private final Body body;
    private final Promise<GatewayResponse> result = Promise.promise();
    private Stage stage = Stage.BEFORE;
    private long since;
    private long own;
    private final LoopTime onLoop;
    private boolean blocked;
    private @Nullable Future<GatewayResponse> inner;
    private java.util.concurrent.@Nullable Future<?> timer;
    private @Nullable FilterOutcome verdict;
    private @Nullable Thread worker;

    /**
     * @param now what the clock says
     */
    FilterRun(GuardedFilter guarded, ExchangeState exchange, long era, long now) {
        this.guarded = guarded;
        this.exchange = exchange;
        this.loop = exchange.loop();
        this.era = era;
        this.body = exchange.body();
        this.onLoop = new LoopTime(loop.clock(), guarded.sampled() && !guarded.apart());
        this.since = now;
    }

    private long now() {
        return loop.clock().nanos();
    }

    Future<GatewayResponse> start() {
        if (guarded.apart()) {
            arm();
            worker = Thread.ofVirtual().name("headgate-filter").start(this::callApart);
        } else {
            onLoop.enter(since);
            call();
            long left = now();
            onLoop.leave(left);
            held(left);
            if (stage == Stage.BEFORE || stage == Stage.AFTER) {
                arm();
            }
            report(left);
        }
        return result.future();
    }

    private void callApart() {
        long begun = now();
        call();
        long now = now();
        guarded.tried(now - begun, now);
    }

    @SuppressWarnings("NullAway") // a filter may return null, whatever it is told
    private void call() {
        try {
            Future<GatewayResponse> response = guarded.filter().apply(exchange, this);
            if (response == null) {
                loop.execute(() -> broken(FilterOutcome.FAILED, new NullPointerException("the filter returned null")));
            } else {
                response.onComplete(this::returned);
            }
        } catch (GatewayException e) {
            loop.execute(() -> done(Future.failedFuture(e)));
        } catch (Throwable e) { // also an Error must end in an answer
            loop.execute(() -> broken(FilterOutcome.FAILED, e));
        }
    }

    private void returned(AsyncResult<GatewayResponse> r) {
        if (loop.here()) {
            done(r);
        } else {
            loop.execute(() -> done(r));
        }
    }

    /** A filter that keeps the loop to itself keeps it from everybody. */
    private void held(long now) {
        long nanos = onLoop.turn();
        if (nanos > guarded.longestOnLoop()) {
            blocked = true;
            guarded.blocks(nanos, now);
        }
    }

    private void arm() {
        timer = loop.after(guarded.contract().limit().toNanos(), this::late);
        exchange.waitsFor(this);
    }

    private void late() {
        if (exchange.gone()) {
            abandon();
            return;
        }
        interrupt();
        broken(FilterOutcome.TIMED_OUT, null);
    }

    /** What waits there waits for nothing. */
    private void interrupt() {
        if (stage == Stage.BEFORE && worker != null) {
            worker.interrupt();
        }
    }

    private void disarm() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
            exchange.waitsFor(null);
        }
    }

    /** Nobody waits for the exchange any more, and so not for the filter. */
    void abandon() {
        if (stage != Stage.BEFORE && stage != Stage.AFTER) {
            return;
        }
        interrupt();
        long now = now();
        end(now);
        verdict = FilterOutcome.ABANDONED;
        boolean mine = onLoop.leave(now);
        result.fail(Dispatcher.callerGone());
        if (inner != null) {
            inner.onSuccess(FilterRun::giveUp);
        }
        goOn(mine, now);
    }

    // ---- the rest of the chain

    @Override
    public Future<GatewayResponse> proceed(Exchange same) {
        if (loop.here()) {
            return enter();
        }
        Promise<GatewayResponse> there = Promise.promise();
        loop.execute(() -> enter().onComplete(there));
        return there.future();
    }

    private Future<GatewayResponse> enter() {
        if (stage != Stage.BEFORE) {
            return Future.failedFuture(
                    new IllegalStateException("the rest of a chain may be run once, and in the filter's time"));
        }
        stage = Stage.INSIDE;
        disarm();
        long entered = now();
        own += entered - since;
        boolean mine = onLoop.leave(entered);
        Future<GatewayResponse> running = guarded.rest().proceed(exchange);
        inner = running;
        if (mine) {
            onLoop.enter(now());
        }
        Promise<GatewayResponse> back = Promise.promise();
        running.onComplete(r -> {
            if (stage == Stage.INSIDE) {
                stage = Stage.AFTER;
                since = now();
                boolean begun = onLoop.enter(since);
                back.handle(r);
                if (begun) {
                    long left = now();
                    onLoop.leave(left);
                    held(left);
                    if (stage == Stage.AFTER) {
                        arm();
                    }
                    report(left);
                }
            }
        });
        return back.future();
    }

    @Override
    public <T> Future<T> until(Future<T> other) {
        Promise<T> back = Promise.promise();
        loop.execute(() -> {
            if (stage == Stage.BEFORE) {
                stage = Stage.ASIDE;
                disarm();
                long left = now();
                own += left - since;
                onLoop.leave(left);
            }
            other.onComplete(r -> loop.execute(() -> back(back, r)));
        });
        return back.future();
    }

    private <T> void back(Promise<T> to, AsyncResult<T> r) {
        if (stage != Stage.ASIDE) {
            to.handle(r); // it came to an end meanwhile, and whatever it makes of this is given up
            return;
        }
        stage = Stage.BEFORE;
        since = now();
        boolean begun = onLoop.enter(since);
        to.handle(r);
        if (begun) {
            long left = now();
            onLoop.leave(left);
            held(left);
            if (stage == Stage.BEFORE || stage == Stage.AFTER) {
                arm();
            }
            report(left);
        }
    }

    // ---- the end

    private void done(AsyncResult<GatewayResponse> r) {
        if (stage == Stage.OVER) {
            giveUp(r.result());
            return;
        }
        boolean kept = r.succeeded() ? r.result() != null : r.cause() instanceof GatewayException;
        if (!kept) {
            broken(
                    FilterOutcome.FAILED,
                    r.succeeded() ? new NullPointerException("the filter answered null") : r.cause());
            return;
        }
        long now = now();
        end(now);
        verdict = FilterOutcome.KEPT;
        boolean mine = onLoop.leave(now); // what follows the filter's end is not its own time
        result.handle(r);
        goOn(mine, now);
    }

    /** Back in the filter, if it is still running after its end. */
    private void goOn(boolean running, long now) {
        if (running) {
            onLoop.enter(now());
        } else {
            report(now);
        }
    }

    /** Counts the call, once it is over and the filter has left the loop. */
    private void report(long now) {
        FilterOutcome how = verdict;
        if (how == null || onLoop.running()) {
            return;
        }
        verdict = null;
        if (blocked) {
            guarded.broken(era, FilterOutcome.BLOCKED, own, onLoop.cpu(), now);
        } else if (how == FilterOutcome.KEPT) {
            guarded.kept(era, own, onLoop.cpu(), now);
        } else if (how == FilterOutcome.ABANDONED) {
            guarded.abandoned(era, own, onLoop.cpu());
        } else {
            guarded.broken(era, how, own, onLoop.cpu(), now);
        }
    }

    private void end(long now) {
        if (stage != Stage.INSIDE && stage != Stage.ASIDE) {
            own += now - since;
        }
        stage = Stage.OVER;
        disarm();
    }

    private void broken(FilterOutcome how, @Nullable Throwable cause) {
        if (stage == Stage.OVER) {
            return;
        }
        boolean begun = stage != Stage.BEFORE && stage != Stage.ASIDE;
        long now = now();
        end(now);
        LOG.error(
                "filter {} {} after {} ms of its own; the exchange {}",
                guarded.contract().name(),
                how.label(),
                own / 1_000_000,
                guarded.contract().skip() ? "goes on without it" : "fails",
                cause);
        verdict = how;
        boolean mine = onLoop.leave(now);
        without(begun);
        goOn(mine, now);
    }

    private void without(boolean begun) {
        if (!guarded.contract().skip()) {
            result.handle(GuardedFilter.failed());
            if (inner != null) {
                inner.onSuccess(FilterRun::giveUp);
            }
        } else if (begun && inner != null) {
            inner.onComplete(result);
        } else {
            withoutIt().onComplete(result);
        }
    }

    /** The rest of the chain, with the request as it was before the filter laid hands on it. */
    private Future<GatewayResponse> withoutIt() {
        if (exchange.body() != body) {
            exchange.body(body);
        }
        return guarded.rest().proceed(exchange);
    }

    /** A stream that nobody will read must not keep its upstream busy. */
    private static void giveUp(@Nullable GatewayResponse response) {
        if (response instanceof GatewayResponse.Streaming s) {
            s.events().cancel();
        }
    }
}
