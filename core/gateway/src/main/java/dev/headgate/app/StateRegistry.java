package dev.headgate.app;

import dev.headgate.config.Redis;
import dev.headgate.state.CurrentState;
import dev.headgate.state.redis.RedisState;
import dev.headgate.telemetry.Metrics;
import dev.headgate.time.Clock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shared state in use by any snapshot. One that a new configuration leaves unchanged keeps its connection; one that no
 * snapshot uses any more is closed, a little later, because what ends last still settles what it held. Safe to share
 * between threads; its methods may block.
 */
final class StateRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(StateRegistry.class);
    private static final Duration FIRST_TRY = Duration.ofSeconds(3);
    private static final Duration LINGER = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final CurrentState lent;
    private final Map<Redis, Shared> shared = new ConcurrentHashMap<>();
    private final LongAdder pastOutages = new LongAdder();
    private final LongAdder pastDropped = new LongAdder();
    private volatile Optional<RedisState> newest = Optional.empty();

    private static final class Shared {
        final RedisState state;
        int users;

        Shared(RedisState state) {
            this.state = state;
        }
    }

    StateRegistry(Vertx vertx, CurrentState lent, Metrics metrics) {
        this.vertx = vertx;
        this.lent = lent;
        metrics.gauge(
                "headgate_state_local",
                "1 while a shared state is configured and cannot be used, so that this gateway holds its share of"
                        + " limits.",
                () -> newest.filter(RedisState::local).isPresent() ? 1 : 0);
        metrics.gauge(
                "headgate_state_replicas",
                "Gateways that share the state, this one included, as last counted.",
                () -> newest.map(RedisState::replicas).orElse(1));
        metrics.gauge(
                "headgate_state_unsettled",
                "Ends of holds that the shared state is still to be told.",
                () -> sum(RedisState::waiting));
        metrics.counter(
                "headgate_state_outages_total",
                "Times that the shared state could be used no more.",
                () -> pastOutages.sum() + sum(RedisState::outages));
        metrics.counter(
                "headgate_state_unsettled_dropped_total",
                "Ends of holds that the shared state was never told, for want of room; they count as spent.",
                () -> pastDropped.sum() + sum(RedisState::dropped));
    }

    /** What is first used from now on is in the state that this names. To be given back with {@link #release}. */
    synchronized void acquire(Optional<Redis> config) {
        newest = config.map(c -> {
            Shared s = shared.computeIfAbsent(c, this::open);
            s.users++;
            return s.state;
        });
        lent.use(newest.map(state -> state::of));
    }

    private Shared open(Redis config) {
        var state = new RedisState(vertx, config, Clock.SYSTEM);
        try {
            state.open().toCompletionStage().toCompletableFuture().get(FIRST_TRY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("the state is not reached yet", e);
        }
        return new Shared(state);
    }

    synchronized void release(Optional<Redis> config) {
        config.ifPresent(c -> {
            Shared s = shared.get(c);
            if (s != null && --s.users == 0) {
                shared.remove(c);
                vertx.setTimer(LINGER.toMillis(), t -> close(s.state));
            }
        });
    }

    /** Closes all that is open, for the end of the gateway. */
    Future<Void> close() {
        List<Future<Void>> closing =
                shared.values().stream().map(s -> close(s.state)).toList();
        shared.clear();
        return Future.join(closing).mapEmpty();
    }

    private Future<Void> close(RedisState state) {
        pastOutages.add(state.outages());
        pastDropped.add(state.dropped());
        return state.close();
    }

    // Asked by a scrape on an event loop, so without the lock that is held while connecting.

    private long sum(ToLongFunction<RedisState> of) {
        return shared.values().stream().mapToLong(s -> of.applyAsLong(s.state)).sum();
    }
}
