package dev.headgate.state;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.headgate.api.FilterContext;
import dev.headgate.api.StateStore;
import dev.headgate.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of all plugins of this process, in its memory. Bounded: what has not been used for longest goes first when
 * there is no room, and is counted. Safe to use from any thread.
 */
public final class LocalState {
    /** What values may take together, with their keys. */
    public static final long MAX_BYTES = 64L << 20;

    /** How many counters there may be. */
    public static final long MAX_COUNTERS = 1_000_000;

    private static final int ENTRY = 128; // what an entry takes beside its key and value, as measured by its fields

    private final Clock clock;
    private final LongAdder evicted = new LongAdder();
    private final Supplier<Cache<Key, Value>> values;
    private final Supplier<Cache<Key, Count>> counters;
    private final Map<String, LocalHolds> held = new ConcurrentHashMap<>();

    record Key(String plugin, String name) {}

    /** Something with the time it has from its beginning. */
    sealed interface Kept {
        long nanos();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Value(byte[] bytes, long nanos) implements Kept {}

    record Count(long sum, long nanos) implements Kept {}

    public LocalState(Clock clock) {
        this(clock, MAX_BYTES, MAX_COUNTERS);
    }

    LocalState(Clock clock, long maxBytes, long maxCounters) {
        this.clock = clock;
        // Made with the first use: a gateway whose plugins keep nothing does not load what keeps it.
        values = new Once<>(() -> this.<Value>kept(true)
                .maximumWeight(maxBytes)
                .weigher((Key k, Value v) -> ENTRY + 2 * k.name().length() + v.bytes().length)
                .build());
        counters = new Once<>(
                () -> this.<Count>kept(false).maximumSize(maxCounters).build());
    }

    /** What the filters of one plugin are lent. */
    public FilterContext of(String plugin) {
        // Made with the first use, like the rest.
        var holds = new Once<>(() -> held.computeIfAbsent(plugin, p -> new LocalHolds(clock)));
        var view = new PluginState(plugin, values, counters, holds);
        return new FilterContext() {
            @Override
            public StateStore state() {
                return view;
            }

            @Override
            public InstantSource clock() {
                return clock::now;
            }
        };
    }

    /** Values and counters that were dropped for want of room since the start. */
    public long evicted() {
        return evicted.sum();
    }

    /** Holds that are open. */
    public int holds() {
        return held.values().stream().mapToInt(LocalHolds::open).sum();
    }

    private <V extends Kept> Caffeine<Key, V> kept(boolean renewed) {
        return Caffeine.newBuilder()
                .executor(Runnable::run)
                .ticker(clock::nanos)
                .expireAfter(new TimeToLive<V>(renewed))
                .evictionListener((key, value, cause) -> {
                    if (cause == com.github.benmanes.caffeine.cache.RemovalCause.SIZE) {
                        evicted.increment();
                    }
                });
    }

    /** A value has its time from when it was put last, a counter from its first addition. */
    private record TimeToLive<V extends Kept>(boolean renewed) implements Expiry<Key, V> {
        @Override
        public long expireAfterCreate(Key key, V value, long now) {
            return value.nanos();
        }

        @Override
        public long expireAfterUpdate(Key key, V value, long now, long left) {
            return renewed ? value.nanos() : left;
        }

        @Override
        public long expireAfterRead(Key key, V value, long now, long left) {
            return left;
        }
    }

    /** What is made when it is first asked for. */
    private static final class Once<T> implements Supplier<T> {
        private final Supplier<T> maker;
        private volatile @Nullable T made;

        Once(Supplier<T> maker) {
            this.maker = maker;
        }

        @Override
        public T get() {
            T known = made;
            return known == null ? make() : known;
        }

        private synchronized T make() {
            T known = made;
            if (known == null) {
                known = maker.get();
                made = known;
            }
            return known;
        }
    }

    /** The longest time that nanoseconds can count, for any duration given. */
    static long nanos(Duration d) {
        return d.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0 ? Long.MAX_VALUE : d.toNanos();
    }
}
