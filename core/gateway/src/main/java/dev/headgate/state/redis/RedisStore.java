package dev.headgate.state.redis;

import static dev.headgate.state.redis.Script.argument;
import static dev.headgate.state.redis.Script.number;

import dev.headgate.api.StateStore;
import dev.headgate.api.quota.Held;
import dev.headgate.api.quota.Hold;
import dev.headgate.api.quota.Left;
import dev.headgate.api.quota.Limit;
import dev.headgate.api.quota.Sharing;
import io.lettuce.core.SetArgs;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** What one plugin is lent: the server, and this process while that cannot be used. */
final class RedisStore implements StateStore {
    private static final Script ADD = Script.of("add");

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final RedisLink link;
    private final String prefix;
    private final String plugin;
    private final Supplier<StateStore> local;
    private final Supplier<Sharing> sharing;
    private final RedisHolds holds;

    /** Reads the script, as {@link SharedHolds#read} does. */
    static void read() {
        // done when the class is initialised
    }

    /**
     * @param prefix begins the names of all keys
     * @param local this plugin's state in this process in the outage of now
     */
    RedisStore(
            RedisLink link,
            String prefix,
            String plugin,
            Supplier<StateStore> local,
            Supplier<Sharing> sharing,
            RedisHolds holds) {
        this.link = link;
        this.prefix = prefix;
        this.plugin = plugin;
        this.local = local;
        this.sharing = sharing;
        this.holds = holds;
    }

    @Override
    public Future<Optional<byte[]>> get(String key) {
        return asked(
                key,
                c -> c.commands()
                        .get(value(key))
                        .thenApply(v -> Optional.ofNullable(v).filter(bytes -> bytes.length <= MAX_VALUE)),
                s -> s.get(key));
    }

    @Override
    public Future<Void> put(String key, byte[] value, Duration timeToLive) {
        if (value.length > MAX_VALUE) {
            return refused("a value of " + value.length + " bytes is too large; the most is " + MAX_VALUE);
        }
        return lasting(
                key,
                timeToLive,
                (c, millis) -> c.commands()
                        .set(value(key), value, SetArgs.Builder.px(millis))
                        .thenApply(ok -> (Void) null),
                s -> s.put(key, value, timeToLive));
    }

    @Override
    public Future<Void> remove(String key) {
        return asked(
                key,
                c -> c.commands().unlink(value(key), counter(key)).thenApply(n -> (Void) null),
                s -> s.remove(key));
    }

    @Override
    public Future<Long> add(String key, long amount, Duration timeToLive) {
        return lasting(
                key,
                timeToLive,
                (c, millis) -> ADD.run(c, new String[] {counter(key)}, argument(amount), argument(millis))
                        .thenApply(answer -> number(answer, 0)),
                s -> s.add(key, amount, timeToLive));
    }

    @Override
    public Future<Held> hold(Hold hold) {
        return holds.hold(hold);
    }

    @Override
    public Future<Boolean> settle(Hold hold, long... spent) {
        if (spent.length != hold.claims().size()) {
            return refused(spent.length + " amounts for " + hold.claims().size() + " claims");
        }
        for (long amount : spent) {
            if (amount < 0) {
                return refused("an amount of " + amount + " to settle with; it cannot be negative");
            }
        }
        return holds.settle(hold, spent);
    }

    @Override
    public Future<Boolean> renew(Hold hold) {
        return holds.renew(hold);
    }

    @Override
    public Future<List<Left>> look(List<Limit> limits) {
        return holds.look(limits);
    }

    @Override
    public Sharing sharing() {
        return sharing.get();
    }

    /** Value and counter of one key are in one slot, so that they can be removed together. */
    private String value(String key) {
        return prefix + ":value:{" + plugin + ":" + key + "}";
    }

    private String counter(String key) {
        return prefix + ":count:{" + plugin + ":" + key + "}";
    }

    private interface Lasting<T> {
        CompletionStage<T> of(Connection c, long millis);
    }

    private <T> Future<T> asked(
            String key, Function<Connection, CompletionStage<T>> there, Function<StateStore, Future<T>> here) {
        if (key.length() > MAX_KEY) {
            return refused("a key of " + key.length() + " characters is too long; the most is " + MAX_KEY);
        }
        return link.up() ? link.call(there).recover(e -> here.apply(local.get())) : here.apply(local.get());
    }

    private <T> Future<T> lasting(
            String key, Duration timeToLive, Lasting<T> there, Function<StateStore, Future<T>> here) {
        if (!timeToLive.isPositive()) {
            return refused("a time to live of " + timeToLive + "; it must be positive");
        }
        Duration time = timeToLive.compareTo(LONGEST) > 0 ? LONGEST : timeToLive;
        return asked(key, c -> there.of(c, Math.max(1, time.toMillis())), here);
    }

    private static <T> Future<T> refused(String why) {
        return Future.failedFuture(new IllegalArgumentException(why));
    }
}
