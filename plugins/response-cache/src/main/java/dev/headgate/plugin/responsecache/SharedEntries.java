package dev.headgate.plugin.responsecache;

import dev.headgate.api.StateStore;
import dev.headgate.api.quota.Sharing;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Answers in the state that gateways share, sealed and compressed. While that cannot be reached there are none, and nobody
 * waits for it. An operator's drop makes all that is kept there unreachable, and is seen by every gateway within a second
 * of its next request. Safe to use from any thread.
 */
final class SharedEntries {
    private static final String GENERATION = "generation";
    private static final Duration LONG = Duration.ofDays(365);
    private static final long LOOKED_AT = 1000;

    private final StateStore state;
    private final Seal seal;
    private final InstantSource clock;
    private final int longest;
    private final Runnable dropped;
    private volatile long generation = -1;
    private volatile long looked;

    /**
     * @param longest the longest answer, in bytes
     * @param dropped told when another gateway has dropped something
     */
    SharedEntries(StateStore state, Seal seal, InstantSource clock, long longest, Runnable dropped) {
        this.state = state;
        this.seal = seal;
        this.clock = clock;
        this.longest = (int) Math.min(Integer.MAX_VALUE, 4 * longest);
        this.dropped = dropped;
    }

    private boolean reached() {
        return state.sharing().mode() == Sharing.Mode.SHARED;
    }

    /** Looks whether something was dropped elsewhere, if that is due; nobody needs to wait for it. */
    Future<Long> look() {
        long now = clock.millis();
        if (generation >= 0 && now - looked < LOOKED_AT) {
            return Future.succeededFuture(generation);
        }
        looked = now;
        return reached() ? state.add(GENERATION, 0, LONG).map(this::seen) : Future.failedFuture("not reached");
    }

    private long seen(long now) {
        long before = generation;
        generation = now;
        if (before >= 0 && before != now) {
            dropped.run();
        }
        return now;
    }

    Future<Optional<Entry>> get(Key key) {
        if (!reached()) {
            return Future.succeededFuture(Optional.empty());
        }
        return look().compose(g -> {
                    String name = name(g, key);
                    return state.get(name).map(found -> found.map(closed -> read(closed, name)));
                })
                .otherwise(Optional.empty());
    }

    private Entry read(byte[] closed, String name) {
        return EntryBytes.read(seal.open(closed, name), longest);
    }

    private static String name(long generation, Key key) {
        return "answer-" + generation + "-" + key.hex();
    }

    /** Puts it there in its own time, unless it is too long even so. */
    void put(Key key, Entry entry) {
        if (!reached()) {
            return;
        }
        Duration time = Duration.ofMillis(Math.max(1, entry.keptUntil() - clock.millis()));
        var _ = look().onSuccess(g -> Thread.ofVirtual()
                .name("headgate-cache-share")
                .start(() -> {
                    String name = name(g, key);
                    byte[] closed = seal.close(EntryBytes.write(entry), name);
                    if (closed.length <= StateStore.MAX_VALUE) {
                        state.put(name, closed, time);
                    }
                }));
    }

    /** Makes all of them unreachable, for this gateway and for all others. */
    Future<Void> drop() {
        return reached() ? state.add(GENERATION, 1, LONG).map(this::own).mapEmpty() : Future.succeededFuture();
    }

    /** What has been dropped here is known here already. */
    private long own(long now) {
        generation = now;
        return now;
    }
}
