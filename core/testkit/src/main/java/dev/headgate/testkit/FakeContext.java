package dev.headgate.testkit;

import dev.headgate.api.FilterContext;
import dev.headgate.api.Operation;
import dev.headgate.api.PriceList;
import dev.headgate.api.StateStore;
import dev.headgate.api.Tally;
import dev.headgate.api.quota.Held;
import dev.headgate.api.quota.Hold;
import dev.headgate.api.quota.Left;
import dev.headgate.api.quota.Limit;
import dev.headgate.api.quota.Quotas;
import dev.headgate.api.quota.Sharing;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** What a filter is lent, for unit tests: a clock that the test moves, and state that forgets by it. */
public final class FakeContext implements FilterContext, StateStore {
    private final Map<String, Kept<byte[]>> values = new HashMap<>();
    private final Map<String, Kept<Long>> counters = new HashMap<>();
    private final Map<String, Long> tallies = new TreeMap<>();
    private final FakeHolds holds = new FakeHolds();
    private Sharing sharing = Sharing.ALONE;
    private Quotas quotas = Quotas.NONE;
    private PriceList prices = PriceList.NONE;
    private BiPredicate<String, Operation> served = (model, operation) -> true;
    private Future<Void> free = Future.succeededFuture();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private record Kept<T>(T value, Instant until) {}

    /** Lets time go by. */
    public synchronized FakeContext advance(Duration by) {
        now = now.plus(by);
        return this;
    }

    @Override
    public StateStore state() {
        return this;
    }

    @Override
    public Quotas quotas() {
        return quotas;
    }

    /** The limits of teams and keys that filters made from now on are told. */
    public FakeContext withQuotas(Quotas told) {
        quotas = told;
        return this;
    }

    @Override
    public InstantSource clock() {
        return this::now;
    }

    @Override
    public Tally tally(String name, String help, String... labels) {
        return (n, values) -> counted(name + "{" + String.join(",", values) + "}", n);
    }

    @Override
    public Tally level(String name, String help, String... labels) {
        return tally(name, help, labels);
    }

    @Override
    public boolean serves(String model, Operation operation) {
        return served.test(model, operation);
    }

    /** Which models filters made from now on are told of. */
    public FakeContext serving(BiPredicate<String, Operation> told) {
        served = told;
        return this;
    }

    @Override
    public PriceList prices() {
        return prices;
    }

    /** The prices that filters made from now on are told. */
    public FakeContext withPrices(PriceList told) {
        prices = told;
        return this;
    }

    private synchronized void counted(String what, long n) {
        tallies.merge(what, n, Long::sum);
    }

    /** What has been counted, as {@code name{label,label}}. */
    public synchronized Map<String, Long> tallies() {
        return Map.copyOf(tallies);
    }

    private synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized Future<Optional<byte[]>> get(String key) {
        return free.map(v -> value(key));
    }

    @Override
    public synchronized Future<Void> put(String key, byte[] value, Duration timeToLive) {
        values.put(key, new Kept<>(value, now.plus(timeToLive)));
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<Void> remove(String key) {
        values.remove(key);
        counters.remove(key);
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<Long> add(String key, long amount, Duration timeToLive) {
        Kept<Long> next = Optional.ofNullable(counters.get(key))
                .filter(old -> now.isBefore(old.until))
                .map(old -> new Kept<>(old.value + amount, old.until))
                .orElseGet(() -> new Kept<>(amount, now.plus(timeToLive)));
        counters.put(key, next);
        return Future.succeededFuture(next.value);
    }

    @Override
    public synchronized Future<Held> hold(Hold hold) {
        return free.map(v -> heldNow(hold));
    }

    private synchronized Held heldNow(Hold hold) {
        return holds.hold(hold, now);
    }

    private synchronized Optional<byte[]> value(String key) {
        return Optional.ofNullable(values.get(key))
                .filter(k -> now.isBefore(k.until))
                .map(Kept::value);
    }

    /** Holds and values asked for from now on are answered when this has completed. */
    public synchronized FakeContext answeringAfter(Future<Void> then) {
        free = then;
        return this;
    }

    @Override
    public synchronized Future<Boolean> settle(Hold hold, long... spent) {
        return Future.succeededFuture(holds.settle(hold, spent, now));
    }

    @Override
    public synchronized Future<Boolean> renew(Hold hold) {
        return Future.succeededFuture(holds.renew(hold, now));
    }

    @Override
    public synchronized Future<List<Left>> look(List<Limit> limits) {
        return Future.succeededFuture(holds.look(limits, now));
    }

    @Override
    public synchronized Sharing sharing() {
        return sharing;
    }

    /** Among whom the state says from now on that it is shared. */
    public synchronized FakeContext withSharing(Sharing told) {
        sharing = told;
        return this;
    }

    /** The values that are kept. */
    public synchronized List<byte[]> values() {
        return values.values().stream().map(Kept::value).toList();
    }

    /** How many holds are open. */
    public synchronized int openHolds() {
        return holds.open(now);
    }
}
