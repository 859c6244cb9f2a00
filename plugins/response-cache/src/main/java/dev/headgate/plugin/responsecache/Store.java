package dev.headgate.plugin.responsecache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Interner;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.headgate.api.Tally;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The answers that are kept in this process, within so much memory. Safe to share between threads. */
final class Store {
    private final Cache<Key, Entry> entries;
    private final Interner<String> names = Interner.newWeakInterner();
    private final Rooms rooms = new Rooms();
    private final Tally bytes;
    private final Tally count;

    /**
     * @param most the memory that they may take, in bytes
     * @param bytes told what they take
     * @param count told how many they are
     */
    Store(long most, InstantSource clock, Tally bytes, Tally count) {
        this.bytes = bytes;
        this.count = count;
        this.entries = Caffeine.newBuilder()
                .maximumWeight(most)
                .weigher((Key key, Entry entry) -> entry.size())
                .expireAfter(Expiry.writing((Key key, Entry entry) ->
                        java.time.Duration.ofMillis(Math.max(0, entry.keptUntil() - clock.millis()))))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .removalListener(this::removed)
                .executor(Runnable::run)
                .build();
    }

    private void removed(@Nullable Key key, @Nullable Entry entry, RemovalCause cause) {
        if (entry != null) {
            bytes.add(-entry.size());
            count.add(-1);
            if (key != null && cause != RemovalCause.REPLACED) {
                entry.neighbour().ifPresent(n -> rooms.leave(n.room(), key));
            }
        }
    }

    Optional<Entry> get(Key key) {
        return Optional.ofNullable(entries.getIfPresent(key));
    }

    /** Puts one, with the question of the one whose place it takes unless it has its own: the key is that of both. */
    void put(Key key, Entry entry) {
        entries.asMap().compute(key, (k, old) -> {
            Entry kept = old == null || entry.neighbour().isPresent() ? entry : entry.with(old.neighbour());
            bytes.add(kept.size());
            count.add(1);
            return kept;
        });
    }

    /**
     * Puts one whose question may be compared with others.
     *
     * @param most with how many at a time
     */
    void put(Key key, Entry entry, int most) {
        put(key, entry);
        entry.neighbour().ifPresent(n -> {
            rooms.enter(n.room(), key, most);
            if (!entries.asMap().containsKey(key)) { // there was no room for it, and it will not go again
                rooms.leave(n.room(), key);
            }
        });
    }

    /** An entry found by its question. */
    record Near(Key key, Entry entry, double similarity) {}

    /** How many questions one in this room would be compared with. */
    int comparable(Key room) {
        return rooms.population(room);
    }

    /** The one with the most similar question among those that will do. Looks at all of them. */
    Optional<Near> nearest(Neighbour question, double least, Predicate<Entry> willDo) {
        Optional<Near> best = Optional.empty();
        double highest = least;
        for (Key key : rooms.in(question.room())) {
            Entry entry = entries.policy().getIfPresentQuietly(key);
            double similarity = entry == null
                    ? -2
                    : entry.neighbour().map(question::similarity).orElse(-2.0);
            boolean better = best.isEmpty() ? similarity >= highest : similarity > highest;
            if (entry != null && better && willDo.test(entry)) {
                best = Optional.of(new Near(key, entry, similarity));
                highest = similarity;
            }
        }
        best.ifPresent(b -> get(b.key())); // used, so to be kept rather than others
        return best;
    }

    /** Puts one in the place of another, if that is there still. */
    void replace(Key key, Entry old, Entry entry) {
        if (entries.asMap().replace(key, old, entry)) {
            bytes.add(entry.size());
            count.add(1);
        }
    }

    /** The same name in one place for all entries that have it. */
    String name(String name) {
        return names.intern(name);
    }

    /** Drops those that this is true of; gives how many. Looks at all of them. */
    long drop(Predicate<Entry> which) {
        long dropped = 0;
        for (var e : entries.asMap().entrySet()) {
            if (which.test(e.getValue()) && entries.asMap().remove(e.getKey(), e.getValue())) {
                dropped++;
            }
        }
        return dropped;
    }

    /** Drops all of them. */
    void clear() {
        entries.invalidateAll();
        entries.cleanUp();
    }
}
