package dev.headgate.state;

import com.github.benmanes.caffeine.cache.Cache;
import dev.headgate.api.StateStore;
import dev.headgate.api.quota.Held;
import dev.headgate.api.quota.Hold;
import dev.headgate.api.quota.Left;
import dev.headgate.api.quota.Limit;
import dev.headgate.api.quota.Sharing;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One plugin's part of the state in this process. */
final class PluginState implements StateStore {
    private final String plugin;
    private final Supplier<Cache<LocalState.Key, LocalState.Value>> values;
    private final Supplier<Cache<LocalState.Key, LocalState.Count>> counters;
    private final Supplier<LocalHolds> holds;

    PluginState(
            String plugin,
            Supplier<Cache<LocalState.Key, LocalState.Value>> values,
            Supplier<Cache<LocalState.Key, LocalState.Count>> counters,
            Supplier<LocalHolds> holds) {
        this.plugin = plugin;
        this.values = values;
        this.counters = counters;
        this.holds = holds;
    }

    @Override
    public Future<Optional<byte[]>> get(String key) {
        return asked(
                key,
                k -> Future.succeededFuture(
                        Optional.ofNullable(values.get().getIfPresent(k)).map(LocalState.Value::bytes)));
    }

    @Override
    public Future<Void> put(String key, byte[] value, Duration timeToLive) {
        if (value.length > MAX_VALUE) {
            return refused("a value of " + value.length + " bytes is too large; the most is " + MAX_VALUE);
        }
        return lasting(key, timeToLive, (k, nanos) -> {
            values.get().put(k, new LocalState.Value(value, nanos));
            return Future.succeededFuture();
        });
    }

    @Override
    public Future<Void> remove(String key) {
        return asked(key, k -> {
            values.get().invalidate(k);
            counters.get().invalidate(k);
            return Future.succeededFuture();
        });
    }

    @Override
    public Future<Long> add(String key, long amount, Duration timeToLive) {
        return lasting(
                key,
                timeToLive,
                (k, nanos) -> Future.succeededFuture(counters.get()
                        .asMap()
                        .merge(
                                k,
                                new LocalState.Count(amount, nanos),
                                (old, added) -> new LocalState.Count(old.sum() + added.sum(), old.nanos()))
                        .sum()));
    }

    @Override
    public Future<Held> hold(Hold hold) {
        return holds.get().hold(hold);
    }

    @Override
    public Future<Boolean> settle(Hold hold, long... spent) {
        return holds.get().settle(hold, spent);
    }

    @Override
    public Future<Boolean> renew(Hold hold) {
        return holds.get().renew(hold);
    }

    @Override
    public Future<List<Left>> look(List<Limit> limits) {
        return holds.get().look(limits);
    }

    @Override
    public Sharing sharing() {
        return Sharing.ALONE;
    }

    private interface Asked<T> {
        Future<T> of(LocalState.Key key);
    }

    private interface Lasting<T> {
        Future<T> of(LocalState.Key key, long nanos);
    }

    private <T> Future<T> asked(String key, Asked<T> step) {
        if (key.length() > MAX_KEY) {
            return refused("a key of " + key.length() + " characters is too long; the most is " + MAX_KEY);
        }
        return step.of(new LocalState.Key(plugin, key));
    }

    private <T> Future<T> lasting(String key, Duration timeToLive, Lasting<T> step) {
        return timeToLive.isPositive()
                ? asked(key, k -> step.of(k, LocalState.nanos(timeToLive)))
                : refused("a time to live of " + timeToLive + "; it must be positive");
    }

    private static <T> Future<T> refused(String why) {
        return Future.failedFuture(new IllegalArgumentException(why));
    }
}
