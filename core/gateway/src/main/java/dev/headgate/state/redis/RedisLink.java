package dev.headgate.state.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way to the server: one connection, and whether it may be used. The first call that fails closes it, and from then
 * on none waits, until another connection has answered as fast as calls are to be. Safe to use from any thread; what is
 * told to the {@link Guard} comes on one event loop.
 */
final class RedisLink {
    /** How long making a connection and its first answer may take. */
    private static final Duration FIRST = Duration.ofSeconds(1);

    private static final long LEAST_PAUSE = 250;
    private static final long LONGEST_PAUSE = 2_000;
    private static final long BEAT = 1_000;

    private final Vertx vertx;
    private final Context home;
    private final Connector connector;
    private final long limit;
    private final Guard guard;
    private final AtomicReference<@Nullable Connection> usable = new AtomicReference<>();
    private final Promise<Void> tried = Promise.promise();

    // Touched at home only.
    private @Nullable Connection current;
    private long pause = LEAST_PAUSE;
    private boolean closed;
    private long timer = -1;

    /** What is to be known before the connection is used, and to be done when that changes. */
    interface Guard {
        /** Whether the server answers well; asked before a connection is used and every second while it is. */
        Future<Void> beat(Connection connection, long limit);

        /** The connection will be used from the next moment on. */
        void rising();

        /** The connection is used. */
        void up();

        /** It is used no more. Also when one could not be made. */
        void down(String why);
    }

    /**
     * @param limit how long a call may take
     */
    RedisLink(Vertx vertx, Connector connector, Duration limit, Guard guard) {
        this.vertx = vertx;
        this.home = vertx.getOrCreateContext();
        this.connector = connector;
        this.limit = limit.toMillis();
        this.guard = guard;
    }

    /** Begins to connect. The future completes when that has led to something, well or not. */
    Future<Void> open() {
        home.runOnContext(v -> connect());
        return tried.future();
    }

    boolean up() {
        return usable.get() != null;
    }

    /** Calls the server. Fails with an {@link Unreachable} and in time, whatever happens. */
    <T> Future<T> call(Function<Connection, CompletionStage<T>> what) {
        Connection c = usable.get();
        if (c == null) {
            return Future.failedFuture(new Unreachable("it is not used", false));
        }
        return ask(c, limit, what);
    }

    /** As {@link #call}, over a connection that need not be usable yet. */
    <T> Future<T> ask(Connection c, long within, Function<Connection, CompletionStage<T>> what) {
        Context caller = Vertx.currentContext();
        Promise<T> promise = Promise.promise();
        var decided = new AtomicBoolean();
        long watch = vertx.setTimer(within, t -> {
            if (decided.compareAndSet(false, true)) {
                fail(c, promise, new TimeoutException());
            }
        });
        CompletionStage<T> answer;
        try {
            answer = what.apply(c);
        } catch (RuntimeException e) {
            vertx.cancelTimer(watch);
            fail(c, promise, e);
            return promise.future();
        }
        answer.whenComplete((value, error) -> {
            // Decided here, so that an answer in time counts however late the caller's loop gets to it.
            if (decided.compareAndSet(false, true)) {
                vertx.cancelTimer(watch);
                (caller == null ? home : caller).runOnContext(v -> {
                    if (error == null) {
                        promise.complete(value);
                    } else {
                        fail(c, promise, error);
                    }
                });
            }
        });
        return promise.future();
    }

    private <T> void fail(Connection c, Promise<T> promise, Throwable error) {
        Unreachable why = Unreachable.of(error);
        lost(c, why);
        promise.fail(why);
    }

    /** Uses this connection no more. */
    void lost(Connection c, Unreachable why) {
        usable.compareAndSet(c, null);
        home.runOnContext(v -> {
            if (current == c) {
                current = null;
                c.close();
                guard.down(String.valueOf(why.getMessage()));
                again();
            }
        });
    }

    /** Uses the connection that is used now no more. */
    void lost(Unreachable why) {
        Connection c = usable.get();
        if (c != null) {
            lost(c, why);
        }
    }

    private void again() {
        if (closed) {
            return;
        }
        cancel();
        timer = vertx.setTimer(pause, t -> connect());
        pause = Math.min(LONGEST_PAUSE, pause * 2);
    }

    private void cancel() {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }

    private void connect() {
        if (closed) {
            return;
        }
        Promise<Connection> made = Promise.promise();
        Thread.startVirtualThread(() -> {
            try {
                connector.connect().whenComplete((c, e) -> {
                    if (e == null) {
                        made.complete(c);
                    } else {
                        made.fail(e);
                    }
                });
            } catch (RuntimeException e) {
                made.fail(e);
            }
        });
        made.future().onComplete(c -> home.runOnContext(v -> begun(c)), e -> home.runOnContext(v -> refused(e)));
    }

    private void refused(Throwable e) {
        if (!closed) {
            guard.down(String.valueOf(Unreachable.of(e).getMessage()));
            tried.tryComplete();
            again();
        }
    }

    private void begun(Connection c) {
        if (closed) {
            c.close();
            return;
        }
        current = c;
        c.wire().addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
                lost(c, new Unreachable("the connection to it is broken", true));
            }
        });
        // The first answer of a new connection may be slow; the second must be as fast as any.
        guard.beat(c, Math.max(FIRST.toMillis(), limit))
                .compose(v -> guard.beat(c, limit))
                .onComplete(v -> home.runOnContext(x -> ready(c)), e -> {
                    lost(c, Unreachable.of(e));
                    tried.tryComplete();
                });
    }

    private void ready(Connection c) {
        if (current == c && !closed) {
            guard.rising();
            usable.set(c);
            guard.up();
            tried.tryComplete();
            timer = vertx.setPeriodic(BEAT, t -> beat(c));
        }
    }

    private void beat(Connection c) {
        if (current == c) {
            guard.beat(c, limit).onSuccess(v -> pause = Math.max(LEAST_PAUSE, pause / 2));
        }
    }

    /** Ends it. The future completes when nothing more is done here. */
    Future<Void> close() {
        Promise<Void> done = Promise.promise();
        usable.set(null);
        home.runOnContext(v -> {
            closed = true;
            cancel();
            current = null;
            connector.close();
            done.complete();
        });
        return done.future();
    }
}
