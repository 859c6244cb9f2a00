package dev.headgate.state;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.headgate.api.FilterContext;
import dev.headgate.api.StateStore;
import dev.headgate.time.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of all plugins of this process, in its memory. Bounded: what has not been used for longest goes first when
 * there is no room, and is counted. Safe to use from any thread.
 */
public final class LocalState implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalState.class);

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
    private volatile @Nullable LevelKeeper keeper;

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
        var holds = new Once<>(() -> holds(plugin));
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

    private LocalHolds holds(String plugin) {
        return held.computeIfAbsent(plugin, p -> new LocalHolds(clock));
    }

    /**
     * Takes over the levels of lasting limits that are kept in this folder, and keeps them there from now on. What cannot
     * be trusted is put aside and said in the log: those limits begin anew. Blocks.
     */
    public void keepIn(Path folder) {
        var file = new KeptLevels(folder);
        try {
            file.read().forEach(k -> holds(k.plugin()).restore(k.key(), k.level()));
        } catch (IOException e) {
            LOG.error("the levels of limits in {} cannot be read, and all begin anew: {}", file.file(), e.getMessage());
            try {
                LOG.error("that file is now {}", file.putAside());
            } catch (IOException also) {
                LOG.error("that file cannot be put aside either, and will be overwritten", also);
            }
        }
        keeper = new LevelKeeper(file, this::version, this::lines);
    }

    /** Keeps what has changed now instead of within half a second. */
    void keep() {
        LevelKeeper open = keeper;
        if (open != null) {
            open.write();
        }
    }

    private long version() {
        return held.values().stream().mapToLong(LocalHolds::version).sum();
    }

    private List<String> lines() {
        var lines = new ArrayList<String>();
        held.forEach((plugin, holds) -> holds.keep(plugin, lines));
        return lines;
    }

    /** Keeps what is to be kept once more. */
    @Override
    public void close() {
        LevelKeeper open = keeper;
        if (open != null) {
            open.close();
        }
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
